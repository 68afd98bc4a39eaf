export { default } from '@/app/(console)/[workspace]/settings/members/loading';
