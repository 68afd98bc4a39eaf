type Renamed<Names extends Record<string, keyof From>, From> = {
  [Name in keyof Names]: From[Names[Name]];
};

/** An object under other names: for each of theirs, the value of ours. */
export const renamed = <From extends object, const Names extends Record<string, keyof From>>(
  names: Names,
  from: From,
): Renamed<Names, From> =>
  Object.fromEntries(
    Object.entries(names).map(([theirs, ours]) => [theirs, from[ours]]),
  ) as Renamed<Names, From>;
