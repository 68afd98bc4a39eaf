export function startTestServer(): Promise<{
  adminUrl: string;
  template: string;
  release: () => Promise<void>;
}>;
export function databaseUrl(adminUrl: string, name: string): string;
