import { inForms, type ErrorRule, type RequestSpec } from '@/lib/connectors/kit';

export const API = 'https://api.hubapi.com';
/** Dated paths, supported for 18 months each; the numbered ones are announced to end. */
export const DATED = '2026-09';
/** A path under its date, and under the number whose support is announced to end. */
export type Path = { dated: string; numbered: string };
export const OBJECTS: Path = {
  dated: `${API}/crm/objects/${DATED}`,
  numbered: `${API}/crm/v3/objects`,
};
export const OWNERS: Path = {
  dated: `${API}/crm/owners/${DATED}`,
  numbered: `${API}/crm/v3/owners`,
};
export const ACCOUNT: Path = {
  dated: `${API}/account-info/${DATED}/details`,
  numbered: `${API}/account-info/v3/details`,
};
export const under = ({ dated, numbered }: Path, rest: string): Path => ({
  dated: `${dated}/${rest}`,
  numbered: `${numbered}/${rest}`,
});
/** What HubSpot answers for a path it does not have: no source says it; both readings end well. */
const UNKNOWN_PATH: ErrorRule['when'] = { status: [404, 410] };

/** The request under the dated path, and under the numbered one that ends in September 2027. */
export function versioned(path: Path, spec: Omit<RequestSpec, 'url'>): RequestSpec {
  return inForms('API paths', UNKNOWN_PATH, {
    [DATED]: { ...spec, url: path.dated },
    v3: { ...spec, url: path.numbered },
  });
}
