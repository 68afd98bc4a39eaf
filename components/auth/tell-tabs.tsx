'use client';
import { useEffect } from 'react';
import { tellOtherTabs } from '@/lib/client/oauth-tab';

/** Tells the tab an authorization was started from what came of it. */
export function TellTabs({
  connected,
  connection_error,
}: {
  connected: string | null;
  connection_error: string | null;
}) {
  useEffect(() => tellOtherTabs({ connected, connection_error }), [connected, connection_error]);
  return null;
}
