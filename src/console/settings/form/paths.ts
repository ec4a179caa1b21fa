/** Where a section of the settings is, or one thing in it. */
export const settingsPath = (section: string, id?: string): string =>
  id === undefined ? `/settings/${section}` : `/settings/${section}/${encodeURIComponent(id)}`;

/** The id under which something new is written. */
export const NEW = "new";

/** What a section's page is given: what of it is looked at. */
export interface SectionProps {
  /** Null for all of it. */
  id: string | null;
}
