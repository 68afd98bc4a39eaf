import type {
  AppendBlockChildrenParameters,
  CreateDatabaseParameters,
  CreatePageParameters,
  DeleteBlockParameters,
  GetDatabaseParameters,
  GetDataSourceParameters,
  GetPageParameters,
  ListBlockChildrenParameters,
  QueryDataSourceParameters,
  SearchParameters,
  UpdateBlockParameters,
  UpdateDataSourceParameters,
  UpdatePageParameters,
} from '@notionhq/client';

/** What Notion's client takes for each kind of request a mirror makes; ids of the path stand in it. */
export interface NotionRequests {
  'DELETE blocks/{block_id}': DeleteBlockParameters;
  'GET blocks/{block_id}/children': ListBlockChildrenParameters;
  'GET data_sources/{data_source_id}': GetDataSourceParameters;
  'GET databases/{database_id}': GetDatabaseParameters;
  'GET pages/{page_id}': GetPageParameters;
  'PATCH blocks/{block_id}': UpdateBlockParameters;
  'PATCH blocks/{block_id}/children': AppendBlockChildrenParameters;
  'PATCH data_sources/{data_source_id}': UpdateDataSourceParameters;
  'PATCH pages/{page_id}': UpdatePageParameters;
  'POST data_sources/{data_source_id}/query': QueryDataSourceParameters;
  'POST databases': CreateDatabaseParameters;
  'POST pages': CreatePageParameters;
  'POST search': SearchParameters;
}
