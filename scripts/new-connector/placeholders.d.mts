export function openPlaceholders(root: string, slug?: string): string[];
