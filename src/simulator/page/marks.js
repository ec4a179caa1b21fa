/** How the next message comes to the business, beside its content; in words of the simulator's API. */
export const MARKS = {
  forwarded: { words: "Forwarded", extras: { forwarded: true } },
  frequently_forwarded: { words: "Forwarded many times", extras: { frequently_forwarded: true } },
  ad: {
    words: "From an ad",
    extras: {
      referral: {
        source_url: "https://ads.example/spring",
        source_id: "120200000000000001",
        source_type: "ad",
        headline: "Spring sale",
        body: "Everything for the garden, this week only",
        media_type: "image",
        image_url: "https://ads.example/spring.jpg",
        ctwa_clid: "simulated-click-1",
      },
    },
  },
};
