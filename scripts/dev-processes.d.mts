export function startDevProcesses(options: {
  root: string;
  env: Record<string, string | undefined>;
  public_url: string;
  worker: boolean;
  sandbox: boolean;
  say: (line: string) => void;
}): Promise<{
  sandbox_url: string | undefined;
  expectEnd: () => void;
  close: () => Promise<void>;
}>;
