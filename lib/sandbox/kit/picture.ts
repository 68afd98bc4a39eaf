import { crc32, deflateSync } from 'node:zlib';
import type { Reply } from '@/lib/sandbox/kit/call';
import { dice } from '@/lib/sandbox/kit/dice';

type Colour = readonly [red: number, green: number, blue: number];

/** A generated landscape as a PNG: the same name is the same picture, and nobody’s. */
export function picture(
  name: string,
  { width, height }: { width: number; height: number },
): Buffer<ArrayBuffer> {
  const d = dice(`picture:${name}`);
  // From blue to red: no sky is green.
  const hue = d.int(190, 340);
  const [sky, haze] = [colour(hue, 0.5, 0.62), colour(hue + 40, 0.6, 0.86)];
  const hills = [0.55, 0.68, 0.8].map((base, i) => {
    const from = d.next() * 6;
    return {
      of: colour(hue + 150 + 15 * i, 0.3, 0.5 - 0.13 * i),
      top: (x: number) => height * (base + 0.07 * Math.sin(from + (x / width) * (5 + 2 * i))),
    };
  });
  const sun = { x: width * (0.2 + 0.6 * d.next()), y: height * 0.3, r: height * 0.11 };
  return png(width, height, (x, y) => {
    const hill = hills.findLast((one) => y >= one.top(x));
    if (hill) return hill.of;
    if (Math.hypot(x - sun.x, y - sun.y) < sun.r) return colour(hue + 50, 0.9, 0.94);
    return mixed(sky, haze, y / height);
  });
}

/** The picture as a provider's server answers it. */
export const pictureReply = (name: string, size: { width: number; height: number }): Reply => ({
  status: 200,
  headers: { 'content-type': 'image/png' },
  body: picture(name, size),
});

const SIGNATURE = Buffer.from([0x89, 0x50, 0x4e, 0x47, 0x0d, 0x0a, 0x1a, 0x0a]);

/** Eight bits a colour, no alpha, no filter (PNG specification, 11.2). */
function png(
  width: number,
  height: number,
  at: (x: number, y: number) => Colour,
): Buffer<ArrayBuffer> {
  const rows = Buffer.alloc(height * (1 + 3 * width));
  for (let y = 0; y < height; y++)
    for (let x = 0; x < width; x++) rows.set(at(x, y), y * (1 + 3 * width) + 1 + 3 * x);
  const header = Buffer.from([0, 0, 0, 0, 0, 0, 0, 0, 8, 2, 0, 0, 0]);
  header.writeUInt32BE(width, 0);
  header.writeUInt32BE(height, 4);
  return Buffer.concat([
    SIGNATURE,
    chunk('IHDR', header),
    chunk('IDAT', deflateSync(rows)),
    chunk('IEND', Buffer.alloc(0)),
  ]);
}

function chunk(type: string, data: Buffer): Buffer {
  const body = Buffer.concat([Buffer.from(type), data]);
  const [length, check] = [Buffer.alloc(4), Buffer.alloc(4)];
  length.writeUInt32BE(data.length);
  check.writeUInt32BE(crc32(body));
  return Buffer.concat([length, body, check]);
}

/** From hue (degrees), saturation and lightness. */
function colour(hue: number, saturation: number, lightness: number): Colour {
  const part = (n: number) => {
    const k = (n + hue / 30) % 12;
    const spread = saturation * Math.min(lightness, 1 - lightness);
    return Math.round(255 * (lightness - spread * Math.max(-1, Math.min(k - 3, 9 - k, 1))));
  };
  return [part(0), part(8), part(4)];
}

const mixed = (a: Colour, b: Colour, share: number): Colour =>
  [0, 1, 2].map((i) => Math.round(a[i]! + (b[i]! - a[i]!) * share)) as unknown as Colour;
