/**
 * Why a token call gave no tokens. `gone`: only a person can repair it. `operator`: our app is
 * wrong. `transient`: try again.
 */
export class TokenError extends Error {
  readonly kind: 'gone' | 'operator' | 'transient' | 'refused';
  constructor(kind: TokenError['kind'], message: string) {
    super(message);
    this.name = 'TokenError';
    this.kind = kind;
  }
}
