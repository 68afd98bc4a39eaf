export function writeConnector(root: string, slug: string | undefined): string[];
