export interface OpenDatabase {
  url: string;
  close: () => Promise<void>;
}
export function openDatabase(
  settings: { env: Record<string, string>; embedded: boolean },
  say: (line: string) => void,
): Promise<OpenDatabase>;
export function isEmpty(url: string): Promise<boolean>;
