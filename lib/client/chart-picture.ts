import { download } from '@/lib/client/csv';

/** What stands around a chart in a picture of it. */
export interface Around {
  title: string;
  /** Whose numbers, and of when. */
  about: string;
  /** How the chart is read. */
  legend: string;
  /** Quietly underneath. */
  workspace: string;
}

/** Pixels of the picture for each of the page, so that it is sharp in print and on dense screens. */
const SCALE = 2;
const PAD = 24;
/** An image of an SVG loads nothing, the page’s own font neither: the one of the system is used. */
const FAMILY = 'ui-sans-serif, system-ui, sans-serif';
const SVG = 'http://www.w3.org/2000/svg';
/** What of the page’s styles makes the drawing. */
const DRAWN = [
  'fill',
  'stroke',
  'stroke-width',
  'stroke-dasharray',
  'opacity',
  'font-size',
  'font-weight',
  'font-variant-numeric',
];

/**
 * Hands a chart of the page to the browser as a PNG, with what stands around it, in the colours of the
 * current theme on a solid ground. Throws when the browser cannot draw it.
 */
export async function savePicture(
  chart: SVGSVGElement,
  around: Around,
  name: string,
): Promise<void> {
  const image = new Image();
  const { width, height, picture } = composed(chart, around);
  // As data, which the policy of pages allows; it allows no address of a blob.
  image.src = `data:image/svg+xml,${encodeURIComponent(new XMLSerializer().serializeToString(picture))}`;
  await image.decode();
  const canvas = document.createElement('canvas');
  [canvas.width, canvas.height] = [width * SCALE, height * SCALE];
  canvas.getContext('2d')!.drawImage(image, 0, 0, canvas.width, canvas.height);
  const blob = await new Promise<Blob | null>((done) => {
    canvas.toBlob(done, 'image/png');
  });
  if (blob === null) throw new Error('The browser made no picture of the chart.');
  download(name, blob, 'image/png');
}

/** The chart and its surroundings as one SVG that needs nothing of the page. */
function composed(chart: SVGSVGElement, { title, about, legend, workspace }: Around) {
  const box = chart.getBoundingClientRect();
  const width = Math.ceil(box.width) + 2 * PAD;
  const theme = getComputedStyle(document.documentElement);
  const colour = (name: string) => theme.getPropertyValue(`--color-${name}`);
  const picture = element('svg', { width, 'font-family': FAMILY });
  const ground = element('rect', { width: '100%', height: '100%', fill: colour('canvas') });
  picture.append(ground);
  const measured = document.createElement('canvas').getContext('2d')!;
  let y = PAD;
  const write = (text: string, size: number, weight: number, fill: string) => {
    measured.font = `${weight} ${size}px ${FAMILY}`;
    const lines = wrapped(text, box.width, (part) => measured.measureText(part).width);
    for (const line of lines) {
      y += Math.round(size * 1.4);
      const at = { x: PAD, y: y - Math.round(size * 0.35) };
      const said = element('text', { ...at, 'font-size': size, 'font-weight': weight, fill });
      said.textContent = line;
      picture.append(said);
    }
  };
  write(title, 16, 600, colour('ink'));
  write(about, 13, 400, colour('ink'));
  write(legend, 12, 400, colour('muted'));
  const still = standing(chart);
  y += PAD / 2;
  for (const [key, value] of Object.entries({ x: PAD, y, width: box.width, height: box.height }))
    still.setAttribute(key, String(value));
  picture.append(still);
  y += box.height + PAD / 2;
  write(workspace, 11, 400, colour('muted'));
  const height = Math.ceil(y + PAD / 2);
  picture.setAttribute('height', String(height));
  return { width, height, picture };
}

/** A copy of a chart with its styles written into it. */
function standing(chart: SVGSVGElement): SVGSVGElement {
  const copy = chart.cloneNode(true) as SVGSVGElement;
  const copies = [copy, ...copy.querySelectorAll('*')];
  for (const [i, from] of [chart, ...chart.querySelectorAll('*')].entries()) {
    const styles = getComputedStyle(from);
    const drawn = DRAWN.map((name) => `${name}:${styles.getPropertyValue(name)}`);
    copies[i]!.removeAttribute('class');
    copies[i]!.setAttribute('style', drawn.join(';'));
  }
  copy.style.overflow = 'visible';
  return copy;
}

function element(name: string, attributes: Record<string, string | number>): SVGElement {
  const made = document.createElementNS(SVG, name);
  for (const [key, value] of Object.entries(attributes)) made.setAttribute(key, String(value));
  return made;
}

/** A text in lines that fit a width, broken between words; a word too long has a line of its own. */
export function wrapped(text: string, width: number, measure: (part: string) => number): string[] {
  const lines: string[] = [];
  for (const word of text.split(/\s+/).filter(Boolean)) {
    const longer = lines.length > 0 ? `${lines.at(-1)} ${word}` : word;
    if (lines.length > 0 && measure(longer) <= width) lines[lines.length - 1] = longer;
    else lines.push(word);
  }
  return lines;
}
