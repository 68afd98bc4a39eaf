/**
 * Why a provider does not do what it is asked. The kit says it once; each provider puts it in its
 * own words (`refuse`), so a simple one needs `status`, `message` and `wait_s` only.
 */
export interface Refusal {
  status: number;
  why:
    | 'no_endpoint'
    | 'method'
    | 'sign_in'
    | 'expired'
    | 'permission'
    | 'unknown_parameter'
    | 'missing_parameter'
    | 'bad_parameter'
    | 'bad_body'
    | 'not_found'
    | 'gone'
    | 'limit'
    | 'trouble';
  /** One sentence. */
  message: string;
  parameter?: string;
  /** What was sent, as text. */
  value?: string;
  /** What is wrong with the value, to be put after it: "is not between 5 and 100". */
  phrase?: string;
  /** For an unknown parameter: those the endpoint has. */
  allowed?: readonly string[];
  /** For a limit: seconds until it is worth trying again. */
  wait_s?: number;
}

/** Thrown by whatever serves a call; the kit answers with the provider's words for it. */
export class Refused extends Error {
  readonly refusal: Refusal;
  constructor(refusal: Refusal) {
    super(refusal.message);
    this.refusal = refusal;
  }
}

/** Throws the refusal of a parameter whose value came through but makes no sense here. */
export function refuseParameter(parameter: string, value: string, phrase: string): never {
  throw new Refused({
    status: 400,
    why: 'bad_parameter',
    message: `${parameter} ${phrase}`,
    parameter,
    value,
    phrase,
  });
}

/** Input that the control calls, or a test, cannot mean. */
export class ControlError extends Error {}
