// Written by scripts/registry.mjs. Do not edit.
export const TOP_LEVEL: readonly string[] = ["admin","api","collections","docs","healthz","invite","logos","metrics","oauth-result","readyz","sandbox","setup","sign-in","source-connections"];
