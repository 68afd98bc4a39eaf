import { NothingHere } from '@/components/frame/nothing-here';

export default function NotFound() {
  return <NothingHere href="/" label="Go to the first page" />;
}
