'use client';
import dynamic from 'next/dynamic';
import { useEffect, useState } from 'react';
import { onMessage } from '@/components/ui/toast';

const Toaster = dynamic(() => import('@/components/frame/toaster').then((m) => m.Toaster), {
  ssr: false,
});

/** Fetches the toaster with the first message: most visits never need it. */
export function Messages() {
  const [needed, need] = useState(false);
  useEffect(() => (needed ? undefined : onMessage(() => need(true))), [needed]);
  return needed ? <Toaster /> : null;
}
