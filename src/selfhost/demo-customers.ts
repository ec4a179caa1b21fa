/** Whom the demo shop knows, of those who have a phone in the simulator. */
export const CUSTOMERS = [
  {
    id: "100482",
    name: "Budi Santoso",
    addresses: [{ type: "phone", target: "+6281234567890" }],
    attributes: { segment: "gold" },
  },
  {
    id: "100733",
    name: "Sofía Hernández",
    addresses: [{ type: "phone", target: "+5215512345678" }],
    attributes: { segment: "standard" },
  },
];
