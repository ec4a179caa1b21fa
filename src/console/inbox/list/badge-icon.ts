const PLAIN = "/icon.svg";
const SIZE = 64;

let drawn: string | null = null;
let isWanted = false;

/** Puts a dot on the page's icon, or takes it away. */
export function badgeIcon(hasDot: boolean): void {
  isWanted = hasDot;
  show();
  if (!hasDot || drawn !== null) return;
  const image = new Image();
  image.onload = () => {
    drawn = withDot(image);
    show();
  };
  image.src = PLAIN;
}

function show(): void {
  const link = document.querySelector<HTMLLinkElement>('link[rel="icon"]');
  const href = isWanted && drawn !== null ? drawn : PLAIN;
  if (!link || link.getAttribute("href") === href) return;
  link.type = href === PLAIN ? "image/svg+xml" : "image/png";
  link.setAttribute("href", href);
}

function withDot(image: HTMLImageElement): string | null {
  const canvas = Object.assign(document.createElement("canvas"), { width: SIZE, height: SIZE });
  const pen = canvas.getContext("2d");
  if (!pen) return null;
  pen.drawImage(image, 0, 0, SIZE, SIZE);
  pen.fillStyle = "#d92d3f";
  pen.strokeStyle = "#ffffff";
  pen.lineWidth = 4;
  pen.beginPath();
  pen.arc(SIZE - 16, 16, 13, 0, 2 * Math.PI);
  pen.fill();
  pen.stroke();
  return canvas.toDataURL("image/png");
}
