'use client';
import { useEffect, useState } from 'react';
import { onMessage } from '@/components/ui/toast';
import { whenNeeded } from '@/components/ui/when-needed';

const Toaster = whenNeeded(() => import('@/components/frame/toaster').then((m) => m.Toaster));

/** Fetches the toaster with the first message: most visits never need it. */
export function Messages() {
  const [needed, need] = useState(false);
  useEffect(() => (needed ? undefined : onMessage(() => need(true))), [needed]);
  return needed ? <Toaster /> : null;
}
