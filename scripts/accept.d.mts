export function packReport(report: {
  testResults: {
    message: string;
    assertionResults: { title: string; status: string; failureMessages: string[] }[];
  }[];
}): { lines: string[]; held: boolean };
