import type { Dice } from '@/lib/sandbox/kit/dice';

/** Words separated by commas, over as many lines as it takes. */
const list = (text: string) => text.trim().replace(/\s+/g, ' ').split(', ');

const FIRST = list(`
  Ada, Amara, Anders, Anika, Beatriz, Bram, Camille, Carlos, Chidi, Clara, Daniel, Deepa, Dmitri,
  Elena, Elias, Emeka, Esther, Farah, Felix, Freya, Gabriel, Giulia, Grace, Hana, Hugo, Imani,
  Ines, Isaac, Ivy, Jamal, Jonas, Julia, Kaito, Karin, Keiko, Lars, Leila, Leo, Lucia, Magnus,
  Maya, Mei, Milan, Naomi, Nikhil, Nina, Noor, Olga, Omar, Oscar, Paula, Pedro, Priya, Rafael,
  Rania, Rosa, Ruth, Samir, Sara, Sofia, Sven, Tariq, Tessa, Theo, Tomas, Uma, Vera, Viktor, Wei,
  Yara, Yusuf, Zoe`);
const LAST = list(`
  Abara, Adler, Almeida, Andersson, Baptiste, Becker, Bianchi, Brandt, Castillo, Chen, Costa,
  Dahl, Das, Dubois, Eriksen, Farouk, Ferrari, Fischer, Fontaine, Garcia, Gupta, Haddad, Hansen,
  Hoffmann, Ibrahim, Ito, Jansen, Jensen, Kapoor, Kaya, Keller, Kim, Kowalski, Larsen, Lindqvist,
  Lopez, Marino, Martin, Mbeki, Mendes, Meyer, Moreau, Nakamura, Ncube, Nguyen, Novak, Nyström,
  Okafor, Oliveira, Osei, Park, Patel, Petrov, Quinn, Ramos, Rossi, Saito, Santos, Schmidt, Silva,
  Singh, Sørensen, Suzuki, Tanaka, Torres, Vargas, Vogel, Walsh, Weber, Wong, Yilmaz, Zhang`);
const STEM = list(`
  Amber, Anchor, Apex, Arbor, Atlas, Beacon, Birch, Bluewater, Cobalt, Copper, Crescent, Delta,
  Ember, Evergreen, Fathomline, Granite, Harbor, Helix, Horizon, Indigo, Juniper, Keystone,
  Lantern, Larkspur, Lumen, Maple, Meridian, Mosaic, Northwind, Nova, Oakridge, Orchard,
  Pinecrest, Pioneer, Quarry, Redwood, Ridge, Sable, Sierra, Silverline, Solstice, Stonebridge,
  Summit, Tidewater, Vantage, Willow`);
const TAIL = list(`
  Analytics, Biotech, Capital, Dental, Digital, Energy, Foods, Freight, Health, Insurance, Labs,
  Logistics, Manufacturing, Media, Partners, Robotics, Software, Systems, Textiles, Travel`);
export const TITLES = list(`
  Account Executive, Chief Financial Officer, Chief of Staff, Customer Success Lead, Data Analyst,
  Director of Finance, Director of Sales, Engineering Manager, Founder, Head of Marketing, Head of
  Operations, Head of People, IT Manager, Managing Director, Marketing Manager, Office Manager,
  Operations Lead, Partner, Procurement Manager, Product Manager, Project Manager, Revenue
  Operations Manager, Sales Manager, VP Engineering, VP Sales`);
export const CITIES: readonly (readonly [string, string, string, string])[] = [
  ['Amsterdam', 'North Holland', 'Netherlands', '+31 20'],
  ['Austin', 'Texas', 'United States', '+1 512'],
  ['Barcelona', 'Catalonia', 'Spain', '+34 93'],
  ['Berlin', 'Berlin', 'Germany', '+49 30'],
  ['Boston', 'Massachusetts', 'United States', '+1 617'],
  ['Copenhagen', 'Capital Region', 'Denmark', '+45 33'],
  ['Denver', 'Colorado', 'United States', '+1 303'],
  ['Dublin', 'Leinster', 'Ireland', '+353 1'],
  ['Lagos', 'Lagos', 'Nigeria', '+234 1'],
  ['Lisbon', 'Lisbon', 'Portugal', '+351 21'],
  ['London', 'England', 'United Kingdom', '+44 20'],
  ['Milan', 'Lombardy', 'Italy', '+39 02'],
  ['Oslo', 'Oslo', 'Norway', '+47 22'],
  ['Paris', 'Île-de-France', 'France', '+33 1'],
  ['São Paulo', 'São Paulo', 'Brazil', '+55 11'],
  ['Singapore', 'Singapore', 'Singapore', '+65 6'],
  ['Sydney', 'New South Wales', 'Australia', '+61 2'],
  ['Toronto', 'Ontario', 'Canada', '+1 416'],
];
export const STREETS = list(`
  Bridge Street, Canal Road, Church Lane, Dock Street, Garden Avenue, High Street, King Street,
  Market Square, Mill Lane, Park Road, Queen Street, Station Road, Victoria Street, Water Lane`);
export const TOPICS = list(`
  annual renewal, onboarding plan, pricing review, security questionnaire, pilot results,
  integration scope, contract redlines, quarterly review, data migration, seat expansion, training
  schedule, launch checklist, budget approval, product feedback, reference call, support handover`);

export interface Person {
  first: string;
  last: string;
  name: string;
  mailbox: string;
}
export interface Company {
  name: string;
  domain: string;
}

/** Lower-case ASCII, for addresses. The words are few, so each is worked out once. */
export function plain(text: string): string {
  let found = plains.get(text);
  if (found === undefined)
    plains.set(
      text,
      (found = text
        .toLowerCase()
        .normalize('NFKD')
        .replace(/ø/g, 'o')
        .replace(/[^a-z0-9]+/g, '')),
    );
  return found;
}
const plains = new Map<string, string>();

export function person(d: Dice): Person {
  const first = d.pick(FIRST);
  const last = d.pick(LAST);
  return { first, last, name: `${first} ${last}`, mailbox: `${plain(first)}.${plain(last)}` };
}

export function company(d: Dice): Company {
  const stem = d.pick(STEM);
  const tail = d.pick(TAIL);
  return { name: `${stem} ${tail}`, domain: `${plain(stem)}-${plain(tail)}.example` };
}

export const capital = (text: string) => text[0]!.toUpperCase() + text.slice(1);
