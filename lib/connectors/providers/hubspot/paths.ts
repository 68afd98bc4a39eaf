import {
  inForms,
  text,
  type Connector,
  type ErrorRule,
  type RequestSpec,
} from '@/lib/connectors/kit';

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

/** Type ids of the objects that have a page of their own: HubSpot, “Understanding the CRM”. */
const PAGES: Record<string, string> = {
  contacts: '0-1',
  companies: '0-2',
  deals: '0-3',
  tickets: '0-5',
};

/** Where a person sees a record: by the portal, the type of the object and its id. */
export const pageOf: NonNullable<Connector['page_of']> = (stream, record, { id, details }) =>
  stream in PAGES
    ? `https://${details.ui_domain}/contacts/${id}/record/${PAGES[stream]}/${text(record, 'id')}`
    : null;
