import { CODE_RULES } from './code.ts';
import { IMPORT_RULES } from './imports.ts';
import { SIZE_RULES } from './size.ts';

/** Every rule that is checked file by file; circles.ts and statements.ts look at several. */
export const RULES = [...IMPORT_RULES, ...CODE_RULES, ...SIZE_RULES];
