'use client';
import { Check } from 'lucide-react';
import * as Radix from 'radix-ui/dropdown-menu';
import {
  cloneElement,
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

/**
 * A menu behind a button. The trigger is the child given. Until it is first pressed it is that
 * button and nothing else, so that a list of rows with a menu each stays light.
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
  if (!armed) {
    return cloneElement(trigger, {
      'aria-haspopup': 'menu',
      'aria-expanded': false,
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
    <Radix.Root modal={false} defaultOpen onOpenChange={() => arm('pointer')}>
      <Radix.Trigger asChild>{trigger}</Radix.Trigger>
      <Radix.Portal>
        <Radix.Content
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
export const MenuLink = ({ children }: { children: ReactNode }) => (
  <Radix.Item asChild className={ITEM}>
    {children}
  </Radix.Item>
);

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
export const MenuCheckbox = ({
  checked,
  onChange,
  children,
}: {
  checked: boolean;
  onChange: (checked: boolean) => void;
  children: ReactNode;
}) => (
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

export const MenuLabel = ({ children }: { children: ReactNode }) => (
  <Radix.Label className="text-muted text-2xs px-2.5 py-1.5">{children}</Radix.Label>
);
export const MenuSeparator = () => <Radix.Separator className="bg-line -mx-1 my-1 h-px" />;
