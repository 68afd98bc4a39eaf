import localFont from 'next/font/local';

// Cut by letters: the Latin ones come with every page, the others when a name has one.
const sans = localFont({
  src: '../node_modules/@fontsource-variable/geist/files/geist-latin-wght-normal.woff2',
  variable: '--font-geist-sans',
  weight: '100 900',
});
const sansExtended = localFont({
  src: '../node_modules/@fontsource-variable/geist/files/geist-latin-ext-wght-normal.woff2',
  variable: '--font-geist-sans-extended',
  weight: '100 900',
  declarations: [
    { prop: 'unicode-range', value: 'U+100-2BA, U+1E00-1EFF, U+20A0-20C0, U+2C60-2C7F' },
  ],
  adjustFontFallback: false,
  preload: false,
});
const sansCyrillic = localFont({
  src: '../node_modules/@fontsource-variable/geist/files/geist-cyrillic-wght-normal.woff2',
  variable: '--font-geist-sans-cyrillic',
  weight: '100 900',
  declarations: [{ prop: 'unicode-range', value: 'U+400-45F, U+490-491, U+4B0-4B1, U+2116' }],
  adjustFontFallback: false,
  preload: false,
});

/** Codes and keys stand in it. Few pages show any: it is fetched when one does. */
const mono = localFont({
  src: '../node_modules/@fontsource-variable/geist-mono/files/geist-mono-latin-wght-normal.woff2',
  variable: '--font-geist-mono',
  weight: '100 900',
  adjustFontFallback: false,
  preload: false,
});
/** The class names that make them known to the style sheet. */
export const FONTS = [sans, sansExtended, sansCyrillic, mono]
  .map(({ variable }) => variable)
  .join(' ');
