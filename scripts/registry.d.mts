export function providersIn(folder: string): string[];
export function writeRegistries(root: string): { file: string; slugs: string[] }[];
