'use client';
import { Check } from 'lucide-react';
import { useTranslations } from 'next-intl';
import type * as Radix from 'radix-ui/dropdown-menu';
import {
  cloneElement,
  createContext,
  use,
  useState,
  type ComponentProps,
  type ReactElement,
  type ReactNode,
} from 'react';
import { cn } from '@/components/ui/cn';
import { say } from '@/components/ui/toast';

type Parts = typeof Radix;

/** What menus are made of: a third of a page's own script, and most visits open none. */
let fetched: Promise<Parts> | undefined;
const fetchParts = (): Promise<Parts> =>
  (fetched ??= import('radix-ui/dropdown-menu').catch((error: unknown) => {
    fetched = undefined; // the next press tries again
    throw error;
  }));

const CurrentParts = createContext<Parts | null>(null);

/** The parts of the menu around. Entries are drawn only in one that is open, and so has them. */
function useParts(): Parts {
  const parts = use(CurrentParts);
  if (parts === null) throw new Error('An entry of a menu outside a menu');
  return parts;
}

const ITEM = cn(
  'flex min-h-8 cursor-default items-center gap-2.5 rounded-control px-2.5 py-1.5',
  'text-xs outline-none select-none data-disabled:opacity-50 data-highlighted:bg-hover',
  '[&>svg]:size-4 [&>svg]:shrink-0 [&>svg]:text-muted',
);

/** The menu was not there yet when the key that opens it was pressed, and so cannot know of it. */
function toFirstEntry(menu: HTMLElement | null): void {
  requestAnimationFrame(() =>
    menu?.querySelector<HTMLElement>('[role^=menuitem]:not([data-disabled])')?.focus(),
  );
}

/** How somebody asked for a menu: with a key, its first entry has the focus. */
type Asked = 'pointer' | 'key';

/**
 * A menu behind a button. The trigger is the child given. Until it is first pressed it is that
 * button and nothing else, so that a list of rows with a menu each stays light. What the menu is
 * made of is fetched when the button is about to be pressed; a press that comes before it is there
 * opens the menu when it is.
 */
export function Menu({
  trigger,
  ...rest
}: {
  trigger: ReactElement<ComponentProps<'button'>>;
  children: ReactNode;
  align?: 'start' | 'end';
  side?: 'top' | 'bottom';
  width?: string;
}) {
  const t = useTranslations();
  const [asked, ask] = useState<Asked | null>(null);
  const [parts, setParts] = useState<Parts | null>(null);
  const open = (how: Asked) => {
    ask(how);
    fetchParts().then(setParts, () => {
      ask(null);
      say('error', t('ui.theMenuCouldNotLoaded'), t('ui.checkYourNetworkThenTry'));
    });
  };
  if (asked && parts)
    return (
      <CurrentParts value={parts}>
        <OpenedMenu trigger={trigger} asked={asked} onLeave={() => ask('pointer')} {...rest} />
      </CurrentParts>
    );
  return cloneElement(trigger, {
    'aria-haspopup': 'menu',
    'aria-expanded': false,
    'aria-busy': asked ? true : undefined,
    onPointerEnter: prefetch,
    onFocus: prefetch,
    onPointerDown: (e) => {
      if (e.button === 0 && !e.ctrlKey) {
        e.preventDefault();
        open('pointer');
      }
    },
    onKeyDown: (e) => {
      if (['Enter', ' ', 'ArrowDown'].includes(e.key)) {
        e.preventDefault();
        open('key');
      }
    },
    // Assistive technology may click without a pointer or a key.
    onClick: () => {
      if (!asked) open('key');
    },
  });
}

/** Nobody waits for it yet: who presses asks again, and is told. */
function prefetch(): void {
  fetchParts().catch(() => undefined);
}

/** The menu from its first opening on. */
function OpenedMenu({
  trigger,
  asked,
  onLeave,
  children,
  align = 'end',
  side,
  width,
}: ComponentProps<typeof Menu> & { asked: Asked; onLeave: () => void }) {
  const Radix = useParts();
  return (
    <Radix.Root modal={false} defaultOpen onOpenChange={onLeave}>
      <Radix.Trigger asChild>{trigger}</Radix.Trigger>
      <Radix.Portal>
        <Radix.Content
          ref={asked === 'key' ? toFirstEntry : undefined}
          align={align}
          side={side}
          sideOffset={6}
          collisionPadding={8}
          className={cn(
            'animate-in border-line bg-raised shadow-float rounded-tile z-50 min-w-48 border p-1',
            width,
          )}
        >
          {children}
        </Radix.Content>
      </Radix.Portal>
    </Radix.Root>
  );
}

export function MenuItem({
  icon,
  children,
  onSelect,
  danger = false,
  disabled = false,
}: {
  icon?: ReactNode;
  children: ReactNode;
  onSelect: () => void;
  danger?: boolean;
  disabled?: boolean;
}) {
  const Radix = useParts();
  return (
    <Radix.Item
      disabled={disabled}
      onSelect={onSelect}
      className={cn(ITEM, danger && 'text-bad-ink [&>svg]:text-bad-ink')}
    >
      {icon}
      {children}
    </Radix.Item>
  );
}

/** An entry that goes somewhere: the child is the link. */
export function MenuLink({ children }: { children: ReactNode }) {
  const Radix = useParts();
  return (
    <Radix.Item asChild className={ITEM}>
      {children}
    </Radix.Item>
  );
}

/** One of several choices, the current one marked. */
export function MenuChoice<Value extends string>({
  label,
  value,
  choices,
  onChange,
}: {
  label: string;
  value: Value;
  choices: readonly { value: Value; label: string; icon?: ReactNode }[];
  onChange: (value: Value) => void;
}) {
  const Radix = useParts();
  return (
    <Radix.RadioGroup
      value={value}
      onValueChange={(next) => onChange(next as Value)}
      aria-label={label}
    >
      {choices.map((choice) => (
        <Radix.RadioItem
          key={choice.value}
          value={choice.value}
          onSelect={(e) => e.preventDefault()}
          className={ITEM}
        >
          {choice.icon}
          <span className="flex-1">{choice.label}</span>
          <Radix.ItemIndicator>
            <Check aria-hidden className="text-accent-ink size-4" />
          </Radix.ItemIndicator>
        </Radix.RadioItem>
      ))}
    </Radix.RadioGroup>
  );
}

/** Something that is on or off; the menu stays open. */
export function MenuCheckbox({
  checked,
  onChange,
  children,
}: {
  checked: boolean;
  onChange: (checked: boolean) => void;
  children: ReactNode;
}) {
  const Radix = useParts();
  return (
    <Radix.CheckboxItem
      checked={checked}
      onCheckedChange={onChange}
      onSelect={(e) => e.preventDefault()}
      className={ITEM}
    >
      <span className="flex-1">{children}</span>
      <Radix.ItemIndicator>
        <Check aria-hidden className="text-accent-ink size-4" />
      </Radix.ItemIndicator>
    </Radix.CheckboxItem>
  );
}

export function MenuLabel({ children }: { children: ReactNode }) {
  const Radix = useParts();
  return <Radix.Label className="text-muted text-2xs px-2.5 py-1.5">{children}</Radix.Label>;
}

export function MenuSeparator() {
  const Radix = useParts();
  return <Radix.Separator className="bg-line -mx-1 my-1 h-px" />;
}
