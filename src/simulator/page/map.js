import { drawn } from "./dom.js";

const WIDTH = 280;
const HEIGHT = 140;

/** Numbers between 0 and 1 that are always the same for the same place. */
function numbersFor(latitude, longitude) {
  let state = Math.floor((latitude * 7_919 + longitude * 104_729) * 1_000) >>> 0 || 1;
  return () => {
    state ^= state << 13;
    state ^= state >>> 17;
    state ^= state << 5;
    return (state >>> 0) / 2 ** 32;
  };
}

/** A map that nobody surveyed, drawn here: a real one would have to be fetched from elsewhere. */
export function drawMap(latitude, longitude, words) {
  const next = numbersFor(latitude, longitude);
  const between = (least, most) => least + next() * (most - least);
  const across = () => `M-40 ${between(-20, HEIGHT + 20)}L${WIDTH + 40} ${between(-20, HEIGHT + 20)}`;
  const along = () => `M${between(0, WIDTH)} -30L${between(0, WIDTH)} ${HEIGHT + 30}`;
  const [shore, bend] = [between(95, 150), between(-30, 30)];
  const tilt = `rotate(${between(-14, 14)} ${WIDTH / 2} ${HEIGHT / 2})`;
  const park = { x: between(10, 190), y: between(5, 90), width: between(40, 80), height: between(25, 45), rx: 6 };
  return drawn(
    "svg",
    { class: "map", viewBox: `0 0 ${WIDTH} ${HEIGHT}`, role: "img", "aria-label": words },
    drawn("rect", { class: "map-park", transform: tilt, ...park }),
    drawn("path", { class: "map-water", d: `M-9 ${shore}Q90 ${shore + bend} 289 ${shore - bend}V160H-9z` }),
    drawn("path", { class: "map-street", d: [across(), across(), across(), along(), along(), along()].join("") }),
    drawn("path", { class: "map-road", d: across() + along() }),
    drawn("path", {
      class: "map-pin",
      d: `M${WIDTH / 2} ${HEIGHT / 2}c-13-15-15-20-15-26a15 15 0 0 1 30 0c0 6-2 11-15 26zm0-20.5a5.5 5.5 0 1 0-.01 0z`,
    }),
  );
}
