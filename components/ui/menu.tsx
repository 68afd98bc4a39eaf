'use client';
import { Check } from 'lucide-react';
import type * as RadixMenu from 'radix-ui/dropdown-menu';
import {
  cloneElement,
  createContext,
  use,
  useEffect,
  useState,
  type ComponentProps,
  type ReactElement,
  type ReactNode,
} from 'react';
import { cn } from '@/components/ui/cn';

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

type Parts = typeof RadixMenu;
const load = (): Promise<Parts> => import('radix-ui/dropdown-menu');
let loaded: Parts | null = null;
const Loaded = createContext<Parts | null>(null);

/** What entries are made of; they are only ever inside an open menu. */
function useParts(): Parts {
  const parts = use(Loaded);
  if (parts === null) throw new Error('an entry outside a menu');
  return parts;
}

/** The parts, fetched once `wanted`; null until they are there. */
function useLoaded(wanted: boolean): Parts | null {
  const [parts, setParts] = useState(loaded);
  useEffect(() => {
    if (!wanted || parts !== null) return;
    void load().then((all) => {
      loaded = all;
      setParts(all);
    });
  }, [wanted, parts]);
  return parts;
}

/**
 * A menu behind a button. The trigger is the child given. Until it is first pressed it is that
 * button and nothing else, so that a list of rows with a menu each stays light; what opens is fetched
 * when somebody comes near.
 */
export function Menu({
  trigger,
  children,
  align = 'end',
  side,
  width,
}: {
  trigger: ReactElement<ComponentProps<'button'>>;
  children: ReactNode;
  align?: 'start' | 'end';
  side?: 'top' | 'bottom';
  width?: string;
}) {
  const [armed, arm] = useState<'pointer' | 'key' | null>(null);
  const parts = useLoaded(armed !== null);
  if (!armed || !parts) {
    return cloneElement(trigger, {
      'aria-haspopup': 'menu',
      'aria-expanded': false,
      onPointerEnter: () => void load(),
      onFocus: () => void load(),
      onPointerDown: (e) => {
        if (e.button === 0 && !e.ctrlKey) {
          e.preventDefault();
          arm('pointer');
        }
      },
      onKeyDown: (e) => {
        if (['Enter', ' ', 'ArrowDown'].includes(e.key)) {
          e.preventDefault();
          arm('key');
        }
      },
      // Assistive technology may click without a pointer or a key.
      onClick: () => arm('key'),
    });
  }
  return (
    <Loaded value={parts}>
      <parts.Root modal={false} defaultOpen onOpenChange={() => arm('pointer')}>
        <parts.Trigger asChild>{trigger}</parts.Trigger>
        <parts.Portal>
          <parts.Content
            ref={armed === 'key' ? toFirstEntry : undefined}
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
          </parts.Content>
        </parts.Portal>
      </parts.Root>
    </Loaded>
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
  const { Item } = useParts();
  return (
    <Item
      disabled={disabled}
      onSelect={onSelect}
      className={cn(ITEM, danger && 'text-bad-ink [&>svg]:text-bad-ink')}
    >
      {icon}
      {children}
    </Item>
  );
}

/** An entry that goes somewhere: the child is the link. */
export function MenuLink({ children }: { children: ReactNode }) {
  const { Item } = useParts();
  return (
    <Item asChild className={ITEM}>
      {children}
    </Item>
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
  const { RadioGroup, RadioItem, ItemIndicator } = useParts();
  return (
    <RadioGroup value={value} onValueChange={(next) => onChange(next as Value)} aria-label={label}>
      {choices.map((choice) => (
        <RadioItem
          key={choice.value}
          value={choice.value}
          onSelect={(e) => e.preventDefault()}
          className={ITEM}
        >
          {choice.icon}
          <span className="flex-1">{choice.label}</span>
          <ItemIndicator>
            <Check aria-hidden className="text-accent-ink size-4" />
          </ItemIndicator>
        </RadioItem>
      ))}
    </RadioGroup>
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
  const { CheckboxItem, ItemIndicator } = useParts();
  return (
    <CheckboxItem
      checked={checked}
      onCheckedChange={onChange}
      onSelect={(e) => e.preventDefault()}
      className={ITEM}
    >
      <span className="flex-1">{children}</span>
      <ItemIndicator>
        <Check aria-hidden className="text-accent-ink size-4" />
      </ItemIndicator>
    </CheckboxItem>
  );
}

export function MenuLabel({ children }: { children: ReactNode }) {
  const { Label } = useParts();
  return <Label className="text-muted text-2xs px-2.5 py-1.5">{children}</Label>;
}

export function MenuSeparator() {
  const { Separator } = useParts();
  return <Separator className="bg-line -mx-1 my-1 h-px" />;
}
