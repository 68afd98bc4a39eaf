'use client';
import { Check, Copy } from 'lucide-react';
import { useTranslations } from 'next-intl';
import { useEffect, useState } from 'react';
import { Button, IconButton } from '@/components/ui/button';

/** Copies text and says that it did. Without `children` it is an icon named by `label`. */
export function CopyButton({
  text,
  label,
  children,
  className,
}: {
  text: string;
  label: string;
  children?: string;
  className?: string;
}) {
  const t = useTranslations();
  const [copied, setCopied] = useState(false);
  useEffect(() => {
    if (!copied) return;
    const timer = setTimeout(() => setCopied(false), 2_000);
    return () => clearTimeout(timer);
  }, [copied]);
  const copy = () =>
    void navigator.clipboard.writeText(text).then(
      () => setCopied(true),
      () => undefined,
    );
  const icon = copied ? (
    <Check aria-hidden className="text-ok-ink size-3.5" />
  ) : (
    <Copy aria-hidden className="size-3.5" />
  );
  return (
    <>
      {children ? (
        <Button onClick={copy} icon={icon} className={className}>
          {copied ? t('ui.copied') : children}
        </Button>
      ) : (
        <IconButton label={label} onClick={copy} className={className}>
          {icon}
        </IconButton>
      )}
      <span role="status" className="sr-only">
        {copied ? t('ui.copied') : ''}
      </span>
    </>
  );
}
