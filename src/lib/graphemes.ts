let segmenter: Intl.Segmenter | undefined;

/** What a reader takes for the characters of a text. Made when first asked for: to read its tables takes ten milliseconds, which no start need wait for. */
export function graphemesOf(text: string): Intl.Segments {
  segmenter ??= new Intl.Segmenter();
  return segmenter.segment(text);
}
