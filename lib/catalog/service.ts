import { CONNECTORS } from '@/lib/connectors/registry.gen';
import type { Connector } from '@/lib/connectors/kit';
export const allConnectors = (): readonly Connector[] => CONNECTORS;
export const findConnector = (t: string): Connector | undefined => CONNECTORS.find((c) => c.type === t || c.aliases?.includes(t));
export const availability = (_c: Connector, _m: string) => ({ availability: 'available' as const, availability_reason: null as string | null });
