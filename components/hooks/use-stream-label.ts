'use client';
import { useQuery } from '@tanstack/react-query';
import { useWorkspace } from '@/components/hooks/use-workspace';
import { queries } from '@/lib/client/queries';

/** What a stream is called, as the server says it. */
export interface Called {
  stream: string;
  label: string;
}

/**
 * What streams of a connector are called in the reader's language; as the server says it until the
 * catalog is there.
 */
export function useStreamLabel(connector_type: string): (of: Called) => string {
  const catalog = useQuery(queries.catalog(useWorkspace()));
  const streams = catalog.data?.connectors.find(({ type }) => type === connector_type)?.streams;
  return ({ stream, label }) => streams?.find(({ name }) => name === stream)?.label ?? label;
}
