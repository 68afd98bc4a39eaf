export type { Facts } from '@/lib/health/facts';
export { judgeHealth, type Verdict } from '@/lib/health/health';
export { healthSql, stateSql, turnSql } from '@/lib/health/health-sql';
