import { classes } from "./classes.ts";
import { initialsOf, toneOf } from "./person.ts";

const SIZES = {
  tiny: "size-5 text-[0.6rem]",
  small: "size-7 text-2xs",
  normal: "size-9 text-xs",
  large: "size-14 text-lg",
};
/** Grounds that are told apart, dark enough for white letters. */
const GROUNDS = [
  "bg-[#9c3b66]",
  "bg-[#7a4fb5]",
  "bg-[#3f5fc0]",
  "bg-[#0f6f8c]",
  "bg-[#0b7a5b]",
  "bg-[#5c7418]",
  "bg-[#9a5b13]",
  "bg-[#a8442f]",
];

/**
 * Stands for a person: their initials on a ground that is always theirs. Their name stands beside it, or is the name of
 * the button around it: the initials are a picture, no text that such a name would have to contain.
 */
export function Avatar({
  name,
  id,
  size = "normal",
  className,
}: {
  name: string;
  id: string;
  size?: keyof typeof SIZES;
  className?: string;
}) {
  const ground = GROUNDS[toneOf(id, GROUNDS.length)];
  return (
    <span
      aria-hidden
      data-initials={initialsOf(name)}
      className={classes(
        "before:content-[attr(data-initials)]",
        "grid shrink-0 place-items-center rounded-full font-semibold text-white select-none",
        SIZES[size],
        ground,
        className,
      )}
    />
  );
}
