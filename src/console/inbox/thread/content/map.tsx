const WIDTH = 288;
const HEIGHT = 128;

/** Numbers from 0 to 1 that are always the same for the same place. */
function numbersFor(latitude: number, longitude: number): () => number {
  let state = Math.floor((latitude * 7_919 + longitude * 104_729) * 1_000) >>> 0 || 1;
  return () => {
    state ^= state << 13;
    state ^= state >>> 17;
    state ^= state << 5;
    return (state >>> 0) / 2 ** 32;
  };
}

/** A map that nobody surveyed: a real one would tell somebody else where the customer is. */
export function DrawnMap({ latitude, longitude }: { latitude: number; longitude: number }) {
  const next = numbersFor(latitude, longitude);
  const between = (least: number, most: number) => least + next() * (most - least);
  const across = () => `M-40 ${between(-20, HEIGHT + 20)}L${WIDTH + 40} ${between(-20, HEIGHT + 20)}`;
  const along = () => `M${between(0, WIDTH)} -30L${between(0, WIDTH)} ${HEIGHT + 30}`;
  const shore = between(85, 130);
  const bend = between(-30, 30);
  const tilt = `rotate(${between(-14, 14)} ${WIDTH / 2} ${HEIGHT / 2})`;
  const park = { x: between(10, 190), y: between(5, 80), width: between(40, 80), height: between(25, 45), rx: 6 };
  return (
    <svg aria-hidden viewBox={`0 0 ${WIDTH} ${HEIGHT}`} className="block w-full bg-hover">
      <rect transform={tilt} {...park} className="fill-success-soft" />
      <path d={`M-9 ${shore}Q90 ${shore + bend} 297 ${shore - bend}V160H-9z`} className="fill-info-soft" />
      <path
        d={[across(), across(), across(), along(), along(), along()].join("")}
        className="fill-none stroke-line"
        strokeWidth={5}
      />
      <path d={across() + along()} className="fill-none stroke-surface" strokeWidth={9} />
      <path
        d={`M${WIDTH / 2} ${HEIGHT / 2}c-13-15-15-20-15-26a15 15 0 0 1 30 0c0 6-2 11-15 26zm0-20.5a5.5 5.5 0 1 0-.01 0z`}
        className="fill-danger"
      />
    </svg>
  );
}
