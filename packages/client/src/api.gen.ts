// Generated from the contract by npm run docs. Do not edit.

/** The named objects of the API. */
export interface Schemas {
  ApiKey: {
    id: string;
    name: string;
    prefix: string;
    last4: string;
    scopes: Array<
      | 'connections:read'
      | 'connections:write'
      | 'connections:delete'
      | 'members:read'
      | 'members:write'
      | 'api_keys:read'
      | 'api_keys:write'
      | 'workspace:read'
      | 'workspace:write'
      | 'platform:read'
      | 'platform:write'
    >;
    created_by: string | null;
    created_by_name: string | null;
    created_at: string;
    expires_at: string | null;
    last_used_at: string | null;
    revoked_at: string | null;
    connection_ids: Array<string>;
    connector_types: Array<string>;
    replaces: string | null;
  };
  App: { id: 'connections'; name: string; about: string; enabled: boolean };
  Attention: {
    cause: string;
    action:
      | 'set_up'
      | 'make_database_again'
      | 'confirm_archiving'
      | 'review_gone'
      | 'review_conflicts'
      | 'review_failed';
    action_label: string;
  };
  AuditLine: {
    id: string;
    at: string;
    actor_kind: 'user' | 'api_key' | 'system';
    actor_id: string | null;
    actor_name: string | null;
    action: string;
    target_kind: string | null;
    target_id: string | null;
    target_name: string | null;
    request_id: string | null;
    data: { [key: string]: unknown };
  };
  AuthProvider: {
    id: string;
    name: string;
    docs_url: string;
    configured: boolean;
    fields: Array<Schemas['CredentialField']>;
    account_placeholder: string;
    updated_at: string | null;
  };
  BrowserSession: {
    id: string;
    browser: string | null;
    address: string | null;
    created_at: string;
    last_used_at: string;
    current: boolean;
  };
  CatalogEntry: {
    type: string;
    name: string;
    description: string;
    kind: 'first_party';
    category: 'crm' | 'calls' | 'comms' | 'docs' | 'support' | 'social' | 'events' | 'custom';
    auth_method: 'oauth' | 'api_key' | 'webhook' | 'handle';
    ownership: 'workspace' | 'personal';
    direction: 'inbound' | 'outbound';
    instancing: 'single' | 'multiple';
    puller_status: 'live' | 'planned';
    connectable: boolean;
    availability: 'available' | 'coming_soon' | 'not_configured';
    availability_reason: string | null;
    configured: boolean;
    streams: Array<Schemas['CatalogStream']>;
    credential_fields: Array<Schemas['CredentialField']>;
    connect_fields: Array<Schemas['CredentialField']>;
    scopes: Array<{ scope: string; why: string; required: boolean }>;
    tools: Array<{ name: string; description: string }>;
    handle_placeholder: string | null;
    promises: Array<string>;
    docs_url: string | null;
    logo: string | null;
    keywords: Array<string>;
    default_cadence: '1m' | '10m' | '30m' | '1h' | '6h' | '1d';
    federated_search: false;
    version: string;
    set_up_minutes: number;
    role_needed: string | null;
    trouble: string | null;
    wished: boolean;
  };
  CatalogStream: {
    name: string;
    label: string;
    entity:
      | 'accounts'
      | 'people'
      | 'opportunities'
      | 'activities'
      | 'calls'
      | 'messages'
      | 'documents'
      | 'tickets'
      | 'posts'
      | 'users'
      | 'metrics'
      | 'reference';
    sync_mode: 'incremental' | 'full';
    description: string;
    parents: Array<string>;
    backfill: boolean;
  };
  Cause: {
    code:
      | 'connected'
      | 'up_to_date'
      | 'disconnected'
      | 'not_authorized'
      | 'key_not_entered'
      | 'syncing'
      | 'rate_limited'
      | 'auto_paused'
      | 'last_one_said'
      | 'failed'
      | 'stalled'
      | 'last_sync_said'
      | 'deletions_held'
      | 'deletions_confirmed'
      | 'permission_withdrawn'
      | 'streams_failed'
      | 'quarantined'
      | 'scopes_missing'
      | 'paused_and_old'
      | 'too_old'
      | 'paused'
      | 'told';
    values: { [key: string]: string | number };
  };
  ChatHook: { id: string; host: string; set_at: string; error: string | null };
  Collection: { id: string; name: string; connections: number; created_at: string };
  ComparedAccount: {
    connection_id: string;
    connector_type: string;
    name: string;
    account: string | null;
    tracking_since: string | null;
    current: Schemas['MetricTotals'];
    previous: Schemas['MetricTotals'];
    engagement_of: Array<string>;
    followers: Array<{ at: string; value: number | null }>;
  };
  ComparedNetwork: {
    connector_type: string;
    accounts: number;
    current: Schemas['MetricTotals'];
    previous: Schemas['MetricTotals'];
    engagement_of: Array<string>;
  };
  Connection: {
    id: string;
    kind: 'first_party';
    connector_type: string;
    name: string;
    description: string | null;
    status: 'pending' | 'connected' | 'syncing' | 'error' | 'paused' | 'disconnected';
    health:
      | 'disconnected'
      | 'needs_reauth'
      | 'syncing'
      | 'rate_limited'
      | 'error'
      | 'degraded'
      | 'stale'
      | 'healthy';
    health_detail: Schemas['HealthDetail'];
    scope: 'business' | 'personal';
    direction: 'inbound' | 'outbound';
    is_syncing: boolean;
    last_synced_at: string | null;
    current_to: string | null;
    last_error: string | null;
    error_category: 'auth' | 'rate_limit' | 'transient' | 'config' | 'unknown' | null;
    last_run: Schemas['RunSummary'] | null;
    records_total: number;
    owner_user_id: string | null;
    owner_name: string | null;
    created_by: string | null;
    created_by_name: string | null;
    created_at: string;
    updated_at: string;
    account_label: string | null;
    external_account_id: string | null;
    missing_scopes: Array<string>;
    collection: string | null;
    tags: Array<string>;
    schedule: { cron: string; timezone: string } | null;
    config: { [key: string]: unknown };
    account_details: { [key: string]: string };
    authorization:
      'browser' | 'own_app' | 'token' | 'auth_provider' | 'api_key' | 'handle' | 'webhook';
    auth_provider: string | null;
    disconnected_at: string | null;
    auto_paused_at: string | null;
    handle: string | null;
    display_name: string | null;
    avatar_url: string | null;
    deletions_held: Array<Schemas['DeletionsHeld']>;
    stalled_streams: Array<string>;
    quarantined: number;
    live_updates: 'on' | 'off' | 'none';
    live_updates_detail: string | null;
  };
  ConnectionStatus: {
    id: string;
    status: 'pending' | 'connected' | 'syncing' | 'error' | 'paused' | 'disconnected';
    health:
      | 'disconnected'
      | 'needs_reauth'
      | 'syncing'
      | 'rate_limited'
      | 'error'
      | 'degraded'
      | 'stale'
      | 'healthy';
    health_detail: Schemas['HealthDetail'];
    is_syncing: boolean;
    last_synced_at: string | null;
    current_to: string | null;
    last_error: string | null;
    last_run: Schemas['RunSummary'] | null;
    auto_paused_at: string | null;
    progress: Schemas['Progress'] | null;
  };
  ConnectionStream: {
    stream: string;
    label: string;
    entity:
      | 'accounts'
      | 'people'
      | 'opportunities'
      | 'activities'
      | 'calls'
      | 'messages'
      | 'documents'
      | 'tickets'
      | 'posts'
      | 'users'
      | 'metrics'
      | 'reference';
    description: string;
    sync_mode: 'incremental' | 'full';
    enabled: boolean;
    parents: Array<string>;
    backfill: boolean;
  };
  ConnectionWebhook: {
    url: string;
    created_at: string;
    rotated_at: string | null;
    previous_secret_until: string | null;
    last_delivery_at: string | null;
    counts: {
      accepted: number;
      duplicates: number;
      challenges: number;
      refused: number;
      pending: number;
      failed: number;
    };
  };
  ConnectorApproval: { type: string; name: string; approved: boolean; connections: number };
  ConnectorCadence: {
    type: string;
    name: string;
    default_interval: '1m' | '10m' | '30m' | '1h' | '6h' | '1d';
    override: '1m' | '10m' | '30m' | '1h' | '6h' | '1d' | null;
    effective_interval: '1m' | '10m' | '30m' | '1h' | '6h' | '1d';
    connections: number;
  };
  CredentialField: {
    key: string;
    label: string;
    required: boolean;
    secret: boolean;
    placeholder: string;
    help: string;
    where_to_find: Array<string>;
    find_url: string | null;
    pattern: string | null;
  };
  DeletionsHeld: {
    stream: string;
    label: string;
    would_delete: number;
    of: number;
    since: string;
    confirmed: number | null;
  };
  Freshness: {
    promise_ms: number | null;
    next_at: string | null;
    changed: number;
    marks: Array<Schemas['FreshnessMark']>;
  };
  FreshnessMark: {
    outcome: 'completed' | 'partial' | 'failed';
    from: string;
    to: string;
    runs: number;
    changed: number;
  };
  HealthDetail: {
    cause: string;
    causes: Array<Schemas['Cause']>;
    who: 'nobody' | 'you' | 'provider' | 'operator';
    action:
      | 'none'
      | 'reconnect'
      | 'finish'
      | 'sync'
      | 'resume'
      | 'wait'
      | 'confirm_deletions'
      | 'start_over'
      | 'review_quarantine'
      | 'ask_operator'
      | 'open_knowledge_sync';
    action_label: string | null;
    retry_at: string | null;
  };
  Invitation: {
    id: string;
    email: string;
    role: 'owner' | 'admin' | 'member';
    expires_at: string;
    created_at: string;
  };
  KnowledgeDocument: {
    id: string;
    external_id: string;
    category: 'docs' | 'calls' | 'tickets' | 'written';
    connection_id: string | null;
    stream: string | null;
    record_id: string | null;
    title: string;
    url: string | null;
    tags: Array<string>;
    characters: number;
    truncated: boolean;
    hash: string;
    version: number;
    created_at: string;
    updated_at: string;
    deleted: boolean;
  };
  KnowledgeRun: {
    id: string;
    status:
      'pending' | 'running' | 'completed' | 'partial' | 'failed' | 'cancelled' | 'skipped_locked';
    triggered_by: 'connect' | 'manual' | 'schedule' | 'reconnect' | 'webhook' | 'api';
    started_at: string | null;
    finished_at: string | null;
    created: number;
    updated: number;
    archived: number;
    skipped: number;
    conflicts: number;
    failed: number;
    error_reason: 'auth' | 'rate_limit' | 'transient' | 'config' | 'unknown' | null;
    error_message: string | null;
  };
  KnowledgeSync: {
    connection_id: string;
    settings: {
      parent: { id: string; title: string };
      selection: Schemas['Selection'];
      policy: 'mirror' | 'append_only' | 'create_and_update';
      conflicts: 'overwrite' | 'keep_remote_edits' | 'skip_and_report';
    } | null;
    database_url: string | null;
    attention: Schemas['Attention'] | null;
    archiving_held: { would_archive: number; of: number } | null;
    selected: number;
    pages: {
      creating: number;
      writing: number;
      written: number;
      kept: number;
      conflict: number;
      archived: number;
      gone: number;
      left: number;
      failed: number;
    };
  };
  Member: {
    user_id: string;
    name: string;
    email: string;
    role: 'owner' | 'admin' | 'member';
    joined_at: string;
  };
  MemberAccess: {
    user_id: string;
    name: string;
    email: string;
    role: 'owner' | 'admin' | 'member';
    says: {
      connections: { level: 'hidden' | 'read' | 'write'; from: 'member' | 'role' | 'default' };
      personal_records: { level: 'hidden' | 'read' | 'write'; from: 'member' | 'role' | 'default' };
    };
    scopes: Array<
      | 'connections:read'
      | 'connections:write'
      | 'connections:delete'
      | 'members:read'
      | 'members:write'
      | 'api_keys:read'
      | 'api_keys:write'
      | 'workspace:read'
      | 'workspace:write'
      | 'platform:read'
      | 'platform:write'
    >;
    access: {
      connections: 'hidden' | 'read' | 'write';
      personal_records: 'hidden' | 'read' | 'write';
    };
  };
  MetricTotals: {
    followers: number | null;
    followers_change: number | null;
    posts: number;
    impressions: number | null;
    engagements: number | null;
    engagement_rate: number | null;
  };
  MirroredPage: {
    document_id: string;
    external_id: string;
    title: string;
    state:
      | 'creating'
      | 'writing'
      | 'written'
      | 'kept'
      | 'conflict'
      | 'archived'
      | 'gone'
      | 'left'
      | 'failed';
    url: string | null;
    error: string | null;
    updated_at: string;
  };
  Notification: {
    id: string;
    kind:
      | 'needs_reauth'
      | 'grant_ending'
      | 'failing'
      | 'deletions_held'
      | 'auto_paused'
      | 'app_requested'
      | 'app_available';
    step: 'opened' | 'day_3' | 'day_7' | 'recovered';
    title: string;
    detail: string;
    connection: { id: string; name: string; connector_type: string } | null;
    href: string;
    open: boolean;
    created_at: string;
    read_at: string | null;
  };
  NotificationPreferences: {
    email: 'at_once' | 'daily' | 'never';
    muted: Array<
      | 'needs_reauth'
      | 'grant_ending'
      | 'failing'
      | 'deletions_held'
      | 'auto_paused'
      | 'app_requested'
      | 'app_available'
    >;
    email_possible: boolean;
  };
  OperationDescription: {
    id: string;
    method: string;
    path: string;
    summary: string;
    scope: string | null;
    input_schema: unknown;
    output_schema: unknown;
  };
  PostMedia: {
    type: 'image' | 'video' | 'animation';
    url: string | null;
    preview_url: string | null;
    alt: string | null;
    width: number | null;
    height: number | null;
  };
  Problem: {
    type: string;
    title: string;
    status: number;
    code:
      | 'invalid_request'
      | 'malformed_json'
      | 'malformed_body'
      | 'malformed_url'
      | 'unsupported_media_type'
      | 'body_too_large'
      | 'request_timeout'
      | 'method_not_allowed'
      | 'unknown_path'
      | 'rate_limited'
      | 'idempotency_key_reused'
      | 'idempotency_key_in_use'
      | 'precondition_failed'
      | 'invalid_cursor'
      | 'unauthenticated'
      | 'invalid_api_key'
      | 'session_expired'
      | 'cross_site_request'
      | 'api_key_ended'
      | 'api_key_replaced'
      | 'insufficient_scope'
      | 'forbidden'
      | 'surface_read_only'
      | 'workspace_required'
      | 'too_many_attempts'
      | 'already_set_up'
      | 'weak_password'
      | 'email_taken'
      | 'invitation_invalid'
      | 'last_owner'
      | 'not_found'
      | 'unknown_connector'
      | 'unknown_collection'
      | 'not_outbound'
      | 'parent_is_set'
      | 'database_is_there'
      | 'nothing_to_archive'
      | 'document_of_a_record'
      | 'collection_exists'
      | 'collection_not_empty'
      | 'connector_not_connectable'
      | 'credential_rejected'
      | 'provider_unavailable'
      | 'provider_rate_limited'
      | 'provider_misconfigured'
      | 'provider_unsupported'
      | 'handle_invalid'
      | 'handle_not_found'
      | 'account_mismatch'
      | 'connection_healthy'
      | 'account_already_connected'
      | 'connection_not_found'
      | 'run_not_found'
      | 'run_not_live'
      | 'sync_in_progress'
      | 'not_syncable'
      | 'sandbox_off'
      | 'no_deletions_held'
      | 'deletions_changed'
      | 'unknown_stream'
      | 'unknown_provider'
      | 'webhook_unreachable'
      | 'registration_refused'
      | 'chat_refused'
      | 'not_replayable'
      | 'no_webhook'
      | 'invalid_transition'
      | 'owner_not_allowed'
      | 'owner_not_member'
      | 'internal';
    detail: string;
    fix: string;
    request_id: string;
    errors?: Array<{ path: string; message: string }>;
  };
  Progress: {
    waiting: { cause: string; until: string } | null;
    run_id: string;
    stream: string | null;
    streams_done: number;
    streams_total: number;
    records: number;
    pages: number;
    records_per_second: number;
    elapsed_ms: number;
    total: number | null;
    estimated_remaining_ms: number | null;
  };
  ProviderApp: {
    type: string;
    name: string;
    client_id: string | null;
    source: 'stored' | 'environment' | null;
    redirect_uri: string;
    docs_url: string | null;
    scopes: Array<{ scope: string; why: string; required: boolean }>;
    updated_at: string | null;
  };
  ProviderCall: {
    method: string;
    url: string;
    headers: Array<string>;
    sent: 'json' | 'form' | null;
    attempt: number;
    verdict:
      | 'ok'
      | 'rate_limited'
      | 'retry'
      | 'no_answer'
      | 'no_list'
      | 'too_large'
      | 'refresh_token'
      | 'needs_reauth'
      | 'missing_scope'
      | 'empty_page'
      | 'not_ready'
      | 'gone'
      | 'restart_pass'
      | 'bookmark_gone'
      | 'config'
      | 'operator'
      | 'fail';
    waited_ms: number;
    bytes: number | null;
  };
  QuarantinedRecord: {
    id: string;
    stream: string;
    label: string;
    external_id: string | null;
    reason: string;
    payload: string | null;
    payload_truncated: boolean;
    payload_hash: string;
    run_id: string;
    first_seen_at: string;
    last_seen_at: string;
  };
  RecordField: {
    path: string;
    types: Array<string>;
    types_before: Array<string>;
    newest: number;
    oldest: number;
    state: 'new' | 'gone' | 'retyped' | 'kept';
  };
  ResolvedHandle: {
    external_account_id: string;
    handle: string;
    display_name: string | null;
    avatar_url: string | null;
    followers: number | null;
    description: string | null;
    verified: boolean | null;
    protected: boolean | null;
    profile_url: string | null;
  };
  RoleAccess: {
    role: 'owner' | 'admin' | 'member';
    says: {
      connections: { level: 'hidden' | 'read' | 'write'; from: 'member' | 'role' | 'default' };
      personal_records: { level: 'hidden' | 'read' | 'write'; from: 'member' | 'role' | 'default' };
    };
    scopes: Array<
      | 'connections:read'
      | 'connections:write'
      | 'connections:delete'
      | 'members:read'
      | 'members:write'
      | 'api_keys:read'
      | 'api_keys:write'
      | 'workspace:read'
      | 'workspace:write'
      | 'platform:read'
      | 'platform:write'
    >;
    access: {
      connections: 'hidden' | 'read' | 'write';
      personal_records: 'hidden' | 'read' | 'write';
    };
  };
  Run: {
    id: string;
    status:
      'pending' | 'running' | 'completed' | 'partial' | 'failed' | 'cancelled' | 'skipped_locked';
    sync_type: 'incremental' | 'full';
    triggered_by: 'connect' | 'manual' | 'schedule' | 'reconnect' | 'webhook' | 'api';
    started_at: string | null;
    finished_at: string | null;
    streams_total: number;
    streams_failed: number;
    records_written: number;
    error_reason: 'auth' | 'rate_limit' | 'transient' | 'config' | 'unknown' | null;
    created_at: string;
    records_created: number;
    records_updated: number;
    records_deleted: number;
    records_failed: number;
    records_missed: number;
    error_message: string | null;
    streams: Array<Schemas['StreamOutcome']>;
  };
  RunLogLine: {
    at: string;
    level: 'info' | 'warn' | 'error';
    stream: string | null;
    message: string;
    status: number | null;
    took_ms: number | null;
    request_id: string | null;
    call?: Schemas['ProviderCall'];
  };
  RunSummary: {
    id: string;
    status:
      'pending' | 'running' | 'completed' | 'partial' | 'failed' | 'cancelled' | 'skipped_locked';
    sync_type: 'incremental' | 'full';
    triggered_by: 'connect' | 'manual' | 'schedule' | 'reconnect' | 'webhook' | 'api';
    started_at: string | null;
    finished_at: string | null;
    streams_total: number;
    streams_failed: number;
    records_written: number;
    error_reason: 'auth' | 'rate_limit' | 'transient' | 'config' | 'unknown' | null;
  };
  SandboxTwin: { id: string; slug: string; name: string; mode: 'live' | 'sandbox' };
  SavedView: { id: string; name: string; query: string };
  Selection: {
    categories: Array<'docs' | 'calls' | 'tickets' | 'written'>;
    connection_ids: Array<string>;
    tags: Array<string>;
  };
  Session: {
    user: {
      id: string;
      name: string;
      email: string;
      platform_role: 'superadmin' | 'engineering' | 'member' | null;
      time_zone: string | null;
      language: 'en' | 'de' | null;
    } | null;
    workspace: {
      id: string;
      slug: string;
      name: string;
      mode: 'live' | 'sandbox';
      role: 'owner' | 'admin' | 'member' | null;
      twin_of: { slug: string; name: string } | null;
    };
    workspaces: Array<{
      id: string;
      slug: string;
      name: string;
      mode: 'live' | 'sandbox';
      role: 'owner' | 'admin' | 'member';
    }>;
    scopes: Array<
      | 'connections:read'
      | 'connections:write'
      | 'connections:delete'
      | 'members:read'
      | 'members:write'
      | 'api_keys:read'
      | 'api_keys:write'
      | 'workspace:read'
      | 'workspace:write'
      | 'platform:read'
      | 'platform:write'
    >;
    access: {
      connections: 'hidden' | 'read' | 'write';
      personal_records: 'hidden' | 'read' | 'write';
    };
  };
  SocialPost: {
    id: string;
    text: string | null;
    url: string | null;
    posted_at: string;
    metrics: { [key: string]: number | null };
    media: Array<Schemas['PostMedia']>;
    engagement_rate: number | null;
  };
  StreamOutcome: {
    stream: string;
    entity: string | null;
    status: 'pending' | 'running' | 'completed' | 'failed' | 'skipped';
    started_at: string | null;
    finished_at: string | null;
    records_written: number;
    records_created: number;
    records_updated: number;
    records_deleted: number;
    records_failed: number;
    records_missed: number;
    records_read: number;
    pages: number;
    error_reason: 'auth' | 'rate_limit' | 'transient' | 'config' | 'unknown' | null;
    error_message: string | null;
  };
  SyncedRecord: {
    id: string;
    stream: string;
    entity: string;
    data: unknown;
    canonical?: unknown;
    parent_id: string | null;
    seq: string;
    created_at: string;
    updated_at: string;
    deleted: boolean;
    deleted_at: string | null;
    merged_into: string | null;
    source_url: string | null;
  };
  SystemCheck: {
    id: string;
    title: string;
    level: 'ok' | 'warn' | 'fail' | 'not_checked';
    finding: string;
    fix: string | null;
    facts: Array<{ label: string; value: string }>;
  };
  SystemReport: {
    checked_at: string;
    level: 'ok' | 'warn' | 'fail';
    checks: Array<Schemas['SystemCheck']>;
  };
  WebhookDelivery: {
    id: string;
    endpoint_id: string;
    provider: string;
    received_at: string;
    verdict: 'accepted' | 'challenge' | 'refused';
    reason: 'not_genuine' | 'no_signature' | null;
    dedupe_key: string | null;
    repeats: number;
    event_keys: Array<string>;
    size: number;
    took_ms: number;
    handled_after_ms: number | null;
    state: 'pending' | 'done' | 'failed' | null;
    attempts: number;
    error: string | null;
    connections: number | null;
    payload: unknown;
  };
  WebhookEndpoint: {
    id: string;
    provider: string;
    provider_name: string;
    name: string;
    workspace: { id: string; slug: string };
    connection_id: string | null;
    reach: 'workspace' | 'platform';
    url: string;
    registered: boolean;
    lapses_at: string | null;
    created_at: string;
    rotated_at: string | null;
    previous_secret_until: string | null;
    disabled_at: string | null;
    counts: {
      accepted: number;
      duplicates: number;
      challenges: number;
      refused: number;
      pending: number;
      failed: number;
    };
    last_delivery_at: string | null;
  };
  Wish: {
    connector_type: string | null;
    name: string;
    votes: number;
    workspaces: number;
    last_at: string;
    askers: Array<{ name: string; email: string; workspace: string }>;
    notes: Array<string>;
  };
  WorkspaceOrigins: { api_origins: Array<string>; return_origins: Array<string> };
  WorkspaceSummary: {
    id: string;
    slug: string;
    name: string;
    mode: 'live' | 'sandbox';
    members: number;
    connections: number;
    last_activity_at: string | null;
    created_at: string;
  };
}

/** What each operation takes and answers. */
export interface Operations {
  answerMirroredPage: {
    input: { id: string; document_id: string } & { answer: 'write' | 'leave' };
    output: { page: Schemas['MirroredPage']; sync_run_id: string | null };
  };
  cancelRun: {
    input: { id: string; run_id: string };
    output: { cancelling: true; sync_run_id: string };
  };
  changePassword: {
    input: { current_password: string; new_password: string };
    output: { changed: true; sessions_ended: number };
  };
  compareMetrics: {
    input: { from?: string | undefined; to?: string | undefined };
    output: {
      from: string;
      to: string;
      accounts: Array<Schemas['ComparedAccount']>;
      left_out: number;
      networks: Array<Schemas['ComparedNetwork']>;
      total: {
        current: Schemas['MetricTotals'];
        previous: Schemas['MetricTotals'];
        engagement_of: Array<string>;
      };
    };
  };
  confirmArchiving: {
    input: { id: string } & { up_to: number };
    output: { knowledge_sync: Schemas['KnowledgeSync']; sync_run_id: string | null };
  };
  confirmDeletions: {
    input: { id: string } & { stream: string; up_to?: number };
    output: { confirmed: true; stream: string; up_to: number; sync_run_id: string };
  };
  createApiKey: {
    input: {
      name: string;
      scopes: Array<
        | 'connections:read'
        | 'connections:write'
        | 'connections:delete'
        | 'members:read'
        | 'members:write'
        | 'api_keys:read'
        | 'api_keys:write'
        | 'workspace:read'
        | 'workspace:write'
        | 'platform:read'
        | 'platform:write'
      >;
      expires_in_days?: number | null;
      connection_ids?: Array<string>;
      connector_types?: Array<string>;
    };
    output: { api_key: Schemas['ApiKey']; key: string };
  };
  createCollection: {
    input: { name: string; id?: string };
    output: { collection: Schemas['Collection'] };
  };
  createConnection: {
    input: {
      connector_type: string;
      name?: string;
      description?: string | null;
      scope?: 'business' | 'personal';
      return_to?: string;
      config?: { [key: string]: unknown };
      collection?: string;
      tags?: Array<string>;
      schedule?: { cron: string; timezone?: string } | null;
      sync_immediately?: boolean;
      streams?: Array<string>;
      backfill_from?: string;
      select_account?: boolean;
      access_token?: string;
      refresh_token?: string;
      expires_at?: string;
      client_id?: string;
      client_secret?: string;
      auth_provider?: string;
      auth_provider_account?: string;
      api_key?: string;
      credentials?: { [key: string]: string };
      account_handle?: string;
      external_account_id?: string;
      display_name?: string;
      avatar_url?: string;
      followers?: number;
    };
    output: {
      mode:
        | 'oauth_redirect'
        | 'connected'
        | 'already_connected'
        | 'credentials_required'
        | 'webhook_setup';
      connection?: Schemas['Connection'];
      authorize_url?: string;
      existing_id?: string;
      credential_submit_url?: string;
      webhook_url?: string;
      signing_secret?: string;
      sync_run_id?: string;
    };
  };
  createConnectorEndpoint: {
    input: {
      provider: string;
      name?: string;
      connection_id?: string;
      reach?: 'workspace' | 'platform';
      secret?: string;
    };
    output: {
      endpoint: Schemas['WebhookEndpoint'];
      secret: string | null;
      verify_token: string | null;
    };
  };
  createInvitation: {
    input: { email: string; role?: 'owner' | 'admin' | 'member' };
    output: { invitation: Schemas['Invitation']; url: string };
  };
  createWorkspace: {
    input: { name: string; mode?: 'live' | 'sandbox' };
    output: { workspace: { id: string; slug: string; name: string; mode: 'live' | 'sandbox' } };
  };
  deleteCollection: { input: { id: string }; output: { id: string; deleted: true } };
  deleteConnection: {
    input: { id: string };
    output: { id: string; status: 'disconnected'; disconnected: true; revoked: boolean | null };
  };
  deleteDocument: {
    input: { external_id: string };
    output: { external_id: string; deleted: true };
  };
  deleteInvitation: { input: { id: string }; output: { deleted: true; id: string } };
  deleteProviderApp: { input: { type: string }; output: { provider_app: Schemas['ProviderApp'] } };
  deleteSandboxTwin: {
    input: {};
    output: { workspace: { id: string }; removed: boolean; connections: number; records: number };
  };
  deleteView: { input: { id: string }; output: { id: string; deleted: true } };
  endSession: { input: { id: string }; output: { ended: true; id: string } };
  eraseConnection: {
    input: { id: string } & { name: string };
    output: { id: string; erased: true; records_erased: number };
  };
  estimateStreams: {
    input: { id: string; from?: string | undefined };
    output: { streams: Array<{ stream: string; records: number | null }> };
  };
  getAccess: {
    input: {};
    output: { roles: Array<Schemas['RoleAccess']>; members: Array<Schemas['MemberAccess']> };
  };
  getCatalog: {
    input: {
      kind?: 'first_party' | undefined;
      category?:
        'crm' | 'calls' | 'comms' | 'docs' | 'support' | 'social' | 'events' | 'custom' | undefined;
    };
    output: { connectors: Array<Schemas['CatalogEntry']> };
  };
  getChatHook: { input: {}; output: { chat: Schemas['ChatHook'] | null } };
  getConnection: { input: { id: string }; output: Schemas['Connection'] };
  getConnectionStatus: { input: { id: string }; output: Schemas['ConnectionStatus'] };
  getConnectionWebhook: {
    input: { id: string };
    output: { webhook: Schemas['ConnectionWebhook'] };
  };
  getDocument: {
    input: { external_id: string };
    output: {
      id: string;
      external_id: string;
      category: 'docs' | 'calls' | 'tickets' | 'written';
      connection_id: string | null;
      stream: string | null;
      record_id: string | null;
      title: string;
      url: string | null;
      tags: Array<string>;
      characters: number;
      truncated: boolean;
      hash: string;
      version: number;
      created_at: string;
      updated_at: string;
      deleted: boolean;
      markdown: string;
    };
  };
  getFreshness: {
    input: { id: string };
    output: {
      promise_ms: number | null;
      next_at: string | null;
      changed: number;
      marks: Array<Schemas['FreshnessMark']>;
      arrivals: Array<{ at: string; changed: number }>;
      streams: Array<{ stream: string; changed: number; marks: Array<Schemas['FreshnessMark']> }>;
    };
  };
  getKnowledgeSync: { input: { id: string }; output: Schemas['KnowledgeSync'] };
  getLiveUpdates: {
    input: { id: string };
    output: {
      live_updates: 'on' | 'off' | 'none';
      detail: string | null;
      until: string | null;
      last_event_at: string | null;
    };
  };
  getMetrics: {
    input: {
      id: string;
      from?: string | undefined;
      to?: string | undefined;
      granularity?: 'hour' | 'day' | 'week' | undefined;
    };
    output: {
      tracking_since: string | null;
      from: string;
      to: string;
      granularity: 'hour' | 'day' | 'week';
      series: Array<{ metric: string; points: Array<{ at: string; value: number | null }> }>;
    };
  };
  getMetricsSummary: {
    input: { id: string; from?: string | undefined; to?: string | undefined };
    output: {
      tracking_since: string | null;
      from: string;
      to: string;
      current: Schemas['MetricTotals'];
      previous: Schemas['MetricTotals'];
      engagement_of: Array<string>;
      posts: Array<Schemas['SocialPost']>;
    };
  };
  getNotificationPreferences: { input: {}; output: Schemas['NotificationPreferences'] };
  getOrigins: { input: {}; output: Schemas['WorkspaceOrigins'] };
  getRunLog: {
    input: { id: string; run_id: string };
    output: { lines: Array<Schemas['RunLogLine']>; left_out: number };
  };
  getSession: { input: {}; output: Schemas['Session'] };
  getSetUp: {
    input: {};
    output: {
      sandbox: {
        reason: string | null;
        twin: {
          id: string;
          slug: string;
          name: string;
          mode: 'live' | 'sandbox';
          connections: number;
        } | null;
      };
      platform_admins: Array<string>;
    };
  };
  getSystemChecks: {
    input: { ask_providers?: 'true' | 'false' | undefined };
    output: Schemas['SystemReport'];
  };
  listApiKeys: { input: {}; output: { api_keys: Array<Schemas['ApiKey']> } };
  listApps: { input: {}; output: { apps: Array<Schemas['App']> } };
  listAuditEvents: {
    input: {
      action?: string | undefined;
      actor_id?: string | undefined;
      target_id?: string | undefined;
      from?: string | undefined;
      to?: string | undefined;
      limit?: number | undefined;
      cursor?: string | undefined;
    };
    output: { events: Array<Schemas['AuditLine']>; next_cursor: string | null; has_more: boolean };
  };
  listAuthProviders: { input: {}; output: { auth_providers: Array<Schemas['AuthProvider']> } };
  listCadences: { input: {}; output: { connectors: Array<Schemas['ConnectorCadence']> } };
  listCollections: { input: {}; output: { collections: Array<Schemas['Collection']> } };
  listConnections: {
    input: {
      status?:
        'pending' | 'connected' | 'syncing' | 'error' | 'paused' | 'disconnected' | undefined;
      health?:
        | 'disconnected'
        | 'needs_reauth'
        | 'syncing'
        | 'rate_limited'
        | 'error'
        | 'degraded'
        | 'stale'
        | 'healthy'
        | undefined;
      state?:
        | 'disconnected'
        | 'unfinished'
        | 'needs_reauth'
        | 'syncing'
        | 'rate_limited'
        | 'error'
        | 'degraded'
        | 'paused'
        | 'stale'
        | 'healthy'
        | undefined;
      connector_type?: string | undefined;
      category?:
        'crm' | 'calls' | 'comms' | 'docs' | 'support' | 'social' | 'events' | 'custom' | undefined;
      collection?: string | undefined;
      tag?: string | undefined;
      owner_user_id?: string | undefined;
      scope?: 'business' | 'personal' | undefined;
      q?: string | undefined;
      sort?: 'newest' | 'worst' | 'name' | 'app' | 'owner' | 'oldest_sync' | undefined;
      freshness?: string | boolean | undefined;
      limit?: number | undefined;
      cursor?: string | undefined;
      counts?: string | boolean | undefined;
    };
    output: {
      connections: Array<Schemas['Connection']>;
      next_cursor: string | null;
      total?: number;
      counts?: {
        disconnected: number;
        needs_reauth: number;
        syncing: number;
        rate_limited: number;
        error: number;
        degraded: number;
        stale: number;
        healthy: number;
      };
      states?: {
        disconnected: number;
        unfinished: number;
        needs_reauth: number;
        syncing: number;
        rate_limited: number;
        error: number;
        degraded: number;
        paused: number;
        stale: number;
        healthy: number;
      };
      turns?: { you: number; provider: number; nobody: number; off: number };
      connectors?: { [key: string]: number };
      tags?: { [key: string]: number };
      freshness?: { [key: string]: Schemas['Freshness'] };
    };
  };
  listConnectorApprovals: {
    input: {};
    output: { connectors: Array<Schemas['ConnectorApproval']> };
  };
  listConnectorEvents: {
    input: {
      endpoint_id?: string | undefined;
      provider?: string | undefined;
      verdict?: 'accepted' | 'challenge' | 'refused' | 'duplicate' | undefined;
      state?: 'pending' | 'done' | 'failed' | undefined;
      q?: string | undefined;
      cursor?: string | undefined;
      limit?: number | undefined;
    };
    output: {
      endpoints: Array<Schemas['WebhookEndpoint']>;
      deliveries: Array<Schemas['WebhookDelivery']>;
      next_cursor: string | null;
    };
  };
  listDocuments: {
    input: {
      category?: 'docs' | 'calls' | 'tickets' | 'written' | undefined;
      connection_id?: string | undefined;
      tag?: string | undefined;
      updated_after?: string | undefined;
      q?: string | undefined;
      deleted?: string | undefined;
      cursor?: string | undefined;
      limit?: number | undefined;
    };
    output: {
      documents: Array<Schemas['KnowledgeDocument']>;
      next_cursor: string | null;
      has_more: boolean;
    };
  };
  listEntities: {
    input: { id: string };
    output: {
      entities: Array<{
        entity:
          | 'accounts'
          | 'people'
          | 'opportunities'
          | 'activities'
          | 'calls'
          | 'messages'
          | 'documents'
          | 'tickets'
          | 'posts'
          | 'users'
          | 'metrics'
          | 'reference';
        count: number;
        updated_at: string | null;
      }>;
      streams: Array<{
        stream: string;
        label: string;
        entity:
          | 'accounts'
          | 'people'
          | 'opportunities'
          | 'activities'
          | 'calls'
          | 'messages'
          | 'documents'
          | 'tickets'
          | 'posts'
          | 'users'
          | 'metrics'
          | 'reference';
        sync_mode: 'incremental' | 'full';
        count: number;
        deleted: number;
        quarantined: number;
        last_success_at: string | null;
        current_to: string | null;
        bookmark: string | null;
        full_read_at: string | null;
        missed: number | null;
      }>;
    };
  };
  listFields: {
    input: { id: string; stream: string };
    output: {
      stream: string;
      newest: { records: number; from: string | null; to: string | null };
      oldest: { records: number; from: string | null; to: string | null };
      fields: Array<Schemas['RecordField']>;
    };
  };
  listInvitations: { input: {}; output: { invitations: Array<Schemas['Invitation']> } };
  listKnowledgeParents: {
    input: { id: string; q?: string | undefined };
    output: { pages: Array<{ id: string; title: string; url: string | null }> };
  };
  listKnowledgeRuns: {
    input: { id: string; limit?: number | undefined };
    output: { runs: Array<Schemas['KnowledgeRun']> };
  };
  listMembers: { input: {}; output: { members: Array<Schemas['Member']> } };
  listMirroredPages: {
    input: {
      id: string;
      state?:
        | 'creating'
        | 'writing'
        | 'written'
        | 'kept'
        | 'conflict'
        | 'archived'
        | 'gone'
        | 'left'
        | 'failed'
        | undefined;
      q?: string | undefined;
      cursor?: string | undefined;
      limit?: number | undefined;
    };
    output: { pages: Array<Schemas['MirroredPage']>; next_cursor: string | null };
  };
  listNotifications: {
    input: {
      unread?: string | boolean | undefined;
      language?: 'en' | 'de' | undefined;
      cursor?: string | undefined;
      limit?: number | undefined;
    };
    output: {
      notifications: Array<Schemas['Notification']>;
      unread: number;
      next_cursor: string | null;
    };
  };
  listOperations: { input: {}; output: { operations: Array<Schemas['OperationDescription']> } };
  listProviderApps: { input: {}; output: { provider_apps: Array<Schemas['ProviderApp']> } };
  listQuarantine: {
    input: {
      id: string;
      stream?: string | undefined;
      cursor?: string | undefined;
      limit?: number | undefined;
    };
    output: {
      records: Array<Schemas['QuarantinedRecord']>;
      next_cursor: string | null;
      total: number;
    };
  };
  listRecords: {
    input: {
      id: string;
      stream?: string | undefined;
      entity?:
        | 'accounts'
        | 'people'
        | 'opportunities'
        | 'activities'
        | 'calls'
        | 'messages'
        | 'documents'
        | 'tickets'
        | 'posts'
        | 'users'
        | 'metrics'
        | 'reference'
        | undefined;
      updated_after?: string | undefined;
      cursor?: string | undefined;
      limit?: number | undefined;
      order?: 'asc' | 'desc' | undefined;
      canonical?: string | boolean | undefined;
      q?: string | undefined;
    };
    output: {
      records: Array<Schemas['SyncedRecord']>;
      next_cursor: string | null;
      has_more: boolean;
    };
  };
  listRuns: {
    input: {
      id: string;
      limit?: number | undefined;
      status?:
        | 'pending'
        | 'running'
        | 'completed'
        | 'partial'
        | 'failed'
        | 'cancelled'
        | 'skipped_locked'
        | undefined;
      triggered_by?:
        'connect' | 'manual' | 'schedule' | 'reconnect' | 'webhook' | 'api' | undefined;
    };
    output: { runs: Array<Schemas['Run']> };
  };
  listSessions: { input: {}; output: { sessions: Array<Schemas['BrowserSession']> } };
  listStreams: {
    input: { id: string };
    output: { streams: Array<Schemas['ConnectionStream']>; backfill_from: string | null };
  };
  listViews: { input: {}; output: { views: Array<Schemas['SavedView']> } };
  listWishes: { input: {}; output: { wishes: Array<Schemas['Wish']> } };
  listWorkspaces: { input: {}; output: { workspaces: Array<Schemas['WorkspaceSummary']> } };
  makeDatabaseAgain: {
    input: { id: string };
    output: { knowledge_sync: Schemas['KnowledgeSync']; sync_run_id: string | null };
  };
  pauseConnection: { input: { id: string }; output: { connection: Schemas['Connection'] } };
  previewKnowledge: {
    input: {
      selection: {
        categories: Array<'docs' | 'calls' | 'tickets' | 'written'>;
        connection_ids?: Array<string>;
        tags?: Array<string>;
      };
    };
    output: {
      total: number;
      documents: Array<{
        external_id: string;
        title: string;
        category: 'docs' | 'calls' | 'tickets' | 'written';
        markdown: string;
        blocks: number;
      }>;
    };
  };
  putDocument: {
    input: { external_id: string } & {
      title: string;
      markdown: string;
      url?: string | null;
      tags?: Array<string>;
    };
    output: { created: boolean; changed: boolean; document: Schemas['KnowledgeDocument'] };
  };
  putSandboxTwin: {
    input: {};
    output: {
      workspace: { id: string };
      twin: Schemas['SandboxTwin'];
      connected: Array<string>;
      left_out: Array<string>;
    };
  };
  readNotifications: { input: { ids?: Array<string> }; output: { unread: number } };
  reconnectConnection: {
    input: { id: string } & {
      api_key?: string;
      credentials?: { [key: string]: string };
      auth_provider?: string;
      auth_provider_account?: string;
      return_to?: string;
      allow_account_change?: boolean;
    };
    output: {
      mode:
        | 'oauth_redirect'
        | 'connected'
        | 'already_connected'
        | 'credentials_required'
        | 'webhook_setup';
      connection?: Schemas['Connection'];
      authorize_url?: string;
      existing_id?: string;
      credential_submit_url?: string;
      webhook_url?: string;
      signing_secret?: string;
      sync_run_id?: string;
    };
  };
  removeAuthProvider: { input: { id: string }; output: { auth_provider: Schemas['AuthProvider'] } };
  removeChatHook: { input: {}; output: { removed: true; workspace: { id: string } } };
  removeMember: { input: { user_id: string }; output: { removed: true; user_id: string } };
  replayConnectorDelivery: {
    input: { id: string };
    output: { delivery: Schemas['WebhookDelivery'] };
  };
  requestConnector: {
    input: { name: string; note?: string };
    output: { name: string; existing_type: string | null; votes: number };
  };
  resolveHandle: {
    input: { connector_type: string; handle: string };
    output: { account: Schemas['ResolvedHandle']; existing_id: string | null };
  };
  resumeConnection: { input: { id: string }; output: { connection: Schemas['Connection'] } };
  retryQuarantine: {
    input: { id: string } & { ids?: Array<string> };
    output: { retried: number; resolved: number; failed: number; remaining: number };
  };
  revokeApiKey: { input: { id: string }; output: { revoked: true; id: string } };
  rotateApiKey: {
    input: { id: string } & { overlap_hours?: number };
    output: { api_key: Schemas['ApiKey']; key: string; replaced: Schemas['ApiKey'] };
  };
  rotateConnectionWebhook: {
    input: { id: string };
    output: { webhook: Schemas['ConnectionWebhook']; signing_secret: string };
  };
  rotateConnectorEndpoint: {
    input: { id: string } & { secret?: string };
    output: {
      endpoint: Schemas['WebhookEndpoint'];
      secret: string | null;
      verify_token: string | null;
    };
  };
  saveView: { input: { name: string; query: string }; output: { view: Schemas['SavedView'] } };
  setApp: { input: { id: 'connections' } & { enabled: boolean }; output: { app: Schemas['App'] } };
  setAuthProvider: {
    input: { id: string } & { settings: { [key: string]: string } };
    output: { auth_provider: Schemas['AuthProvider'] };
  };
  setCadence: {
    input: { type: string } & { sync_interval: '1m' | '10m' | '30m' | '1h' | '6h' | '1d' | null };
    output: { connector: Schemas['ConnectorCadence'] };
  };
  setChatHook: { input: { url: string }; output: { chat: Schemas['ChatHook'] } };
  setConnectorApproval: {
    input: { type: string } & { approved: boolean };
    output: { connector: Schemas['ConnectorApproval'] };
  };
  setKnowledgeSync: {
    input: { id: string } & {
      parent: { id: string; title: string };
      selection: {
        categories: Array<'docs' | 'calls' | 'tickets' | 'written'>;
        connection_ids?: Array<string>;
        tags?: Array<string>;
      };
      policy?: 'mirror' | 'append_only' | 'create_and_update';
      conflicts?: 'overwrite' | 'keep_remote_edits' | 'skip_and_report';
      start?: boolean;
    };
    output: { knowledge_sync: Schemas['KnowledgeSync']; sync_run_id: string | null };
  };
  setMemberAccess: {
    input: { user_id: string } & {
      surface: 'connections' | 'personal_records';
      level: 'hidden' | 'read' | 'write' | null;
    };
    output: { member: Schemas['MemberAccess'] };
  };
  setNotificationPreferences: {
    input: {
      email: 'at_once' | 'daily' | 'never';
      muted: Array<
        | 'needs_reauth'
        | 'grant_ending'
        | 'failing'
        | 'deletions_held'
        | 'auto_paused'
        | 'app_requested'
        | 'app_available'
      >;
    };
    output: Schemas['NotificationPreferences'];
  };
  setOrigins: {
    input: { api_origins?: Array<string>; return_origins?: Array<string> };
    output: {
      api_origins: Array<string>;
      return_origins: Array<string>;
      workspace: { id: string };
    };
  };
  setProviderApp: {
    input: { type: string } & { client_id: string; client_secret: string };
    output: { provider_app: Schemas['ProviderApp'] };
  };
  setRoleAccess: {
    input: { role: 'owner' | 'admin' | 'member' } & {
      surface: 'connections' | 'personal_records';
      level: 'hidden' | 'read' | 'write' | null;
    };
    output: { role: Schemas['RoleAccess'] };
  };
  setupWebhook: {
    input: { provider: string } & {
      connection_id?: string;
      name?: string;
      fields?: { [key: string]: string };
    };
    output: { endpoint: Schemas['WebhookEndpoint']; registered: true };
  };
  startSync: {
    input: { id: string } & { full_sync?: boolean; streams?: Array<string> };
    output: { queued: true; sync_run_id: string };
  };
  submitCredentials: {
    input: { id: string } & { api_key?: string; credentials?: { [key: string]: string } };
    output: {
      mode:
        | 'oauth_redirect'
        | 'connected'
        | 'already_connected'
        | 'credentials_required'
        | 'webhook_setup';
      connection?: Schemas['Connection'];
      authorize_url?: string;
      existing_id?: string;
      credential_submit_url?: string;
      webhook_url?: string;
      signing_secret?: string;
      sync_run_id?: string;
    };
  };
  tagDocument: {
    input: { external_id: string } & { tags: Array<string> };
    output: { changed: boolean; document: Schemas['KnowledgeDocument'] };
  };
  testConnectionWebhook: { input: { id: string }; output: { delivered: true; event_id: string } };
  testProviderApp: {
    input: { type: string } & { client_id?: string; client_secret?: string };
    output: { verdict: 'accepted' | 'rejected' | 'unknown'; said: string };
  };
  updateConnection: {
    input: { id: string } & {
      name?: string;
      description?: string | null;
      owner_user_id?: string | null;
      collection?: string | null;
      tags?: Array<string>;
      schedule?: { cron: string; timezone?: string } | null;
      config?: { [key: string]: unknown };
    };
    output: {
      updated: true;
      id: string;
      connector_type: string;
      connection: Schemas['Connection'];
    };
  };
  updateConnectorEndpoint: {
    input: { id: string } & { disabled: boolean };
    output: { endpoint: Schemas['WebhookEndpoint'] };
  };
  updateMember: {
    input: { user_id: string } & { role: 'owner' | 'admin' | 'member' };
    output: { member: Schemas['Member'] };
  };
  updateProfile: {
    input: { name?: string; time_zone?: string | null; language?: 'en' | 'de' | null };
    output: {
      user: { id: string; name: string; time_zone: string | null; language: 'en' | 'de' | null };
    };
  };
  updateStreams: {
    input: { id: string } & { streams?: { [key: string]: boolean }; backfill_from?: string | null };
    output: {
      streams: Array<Schemas['ConnectionStream']>;
      backfill_from: string | null;
      sync_run_id: string | null;
    };
  };
  updateWorkspace: {
    input: { name: string };
    output: { workspace: { id: string; slug: string; name: string; mode: 'live' | 'sandbox' } };
  };
  wishForConnector: { input: { type: string }; output: { type: string; wished: true } };
  withdrawWish: { input: { type: string }; output: { type: string; wished: false } };
}

/** Method and path of each operation. */
export const ROUTES: Record<keyof Operations, string> = {
  answerMirroredPage:
    'POST /api/platform/v1/connections/{id}/knowledge-sync/pages/{document_id}/answer',
  cancelRun: 'POST /api/platform/v1/connections/{id}/runs/{run_id}/cancel',
  changePassword: 'POST /api/platform/v1/account/password',
  compareMetrics: 'GET /api/platform/v1/metrics/accounts',
  confirmArchiving: 'POST /api/platform/v1/connections/{id}/knowledge-sync/archiving',
  confirmDeletions: 'POST /api/platform/v1/connections/{id}/deletions/confirm',
  createApiKey: 'POST /api/platform/v1/api-keys',
  createCollection: 'POST /api/platform/v1/collections',
  createConnection: 'POST /api/platform/v1/connections',
  createConnectorEndpoint: 'POST /api/admin/connector-events/endpoints',
  createInvitation: 'POST /api/platform/v1/invitations',
  createWorkspace: 'POST /api/admin/workspaces',
  deleteCollection: 'DELETE /api/platform/v1/collections/{id}',
  deleteConnection: 'DELETE /api/platform/v1/connections/{id}',
  deleteDocument: 'DELETE /api/platform/v1/knowledge/documents/{external_id}',
  deleteInvitation: 'DELETE /api/platform/v1/invitations/{id}',
  deleteProviderApp: 'DELETE /api/admin/provider-apps/{type}',
  deleteSandboxTwin: 'DELETE /api/platform/v1/set-up/sandbox',
  deleteView: 'DELETE /api/platform/v1/views/{id}',
  endSession: 'DELETE /api/platform/v1/account/sessions/{id}',
  eraseConnection: 'POST /api/platform/v1/connections/{id}/erase',
  estimateStreams: 'GET /api/platform/v1/connections/{id}/streams/estimate',
  getAccess: 'GET /api/platform/v1/access',
  getCatalog: 'GET /api/platform/v1/connections/catalog',
  getChatHook: 'GET /api/platform/v1/notifications/chat',
  getConnection: 'GET /api/platform/v1/connections/{id}',
  getConnectionStatus: 'GET /api/platform/v1/connections/{id}/status',
  getConnectionWebhook: 'GET /api/platform/v1/connections/{id}/webhook',
  getDocument: 'GET /api/platform/v1/knowledge/documents/{external_id}',
  getFreshness: 'GET /api/platform/v1/connections/{id}/freshness',
  getKnowledgeSync: 'GET /api/platform/v1/connections/{id}/knowledge-sync',
  getLiveUpdates: 'GET /api/platform/v1/connections/{id}/live-updates',
  getMetrics: 'GET /api/platform/v1/connections/{id}/metrics',
  getMetricsSummary: 'GET /api/platform/v1/connections/{id}/metrics/summary',
  getNotificationPreferences: 'GET /api/platform/v1/notifications/preferences',
  getOrigins: 'GET /api/platform/v1/workspace/origins',
  getRunLog: 'GET /api/platform/v1/connections/{id}/runs/{run_id}/log',
  getSession: 'GET /api/platform/v1/session',
  getSetUp: 'GET /api/platform/v1/set-up',
  getSystemChecks: 'GET /api/platform/v1/system/checks',
  listApiKeys: 'GET /api/platform/v1/api-keys',
  listApps: 'GET /api/platform/v1/apps',
  listAuditEvents: 'GET /api/platform/v1/audit',
  listAuthProviders: 'GET /api/platform/v1/auth-providers',
  listCadences: 'GET /api/admin/connector-cadence',
  listCollections: 'GET /api/platform/v1/collections',
  listConnections: 'GET /api/platform/v1/connections',
  listConnectorApprovals: 'GET /api/admin/connectors',
  listConnectorEvents: 'GET /api/admin/connector-events',
  listDocuments: 'GET /api/platform/v1/knowledge/documents',
  listEntities: 'GET /api/platform/v1/connections/{id}/entities',
  listFields: 'GET /api/platform/v1/connections/{id}/fields',
  listInvitations: 'GET /api/platform/v1/invitations',
  listKnowledgeParents: 'GET /api/platform/v1/connections/{id}/knowledge-sync/parents',
  listKnowledgeRuns: 'GET /api/platform/v1/connections/{id}/knowledge-sync/runs',
  listMembers: 'GET /api/platform/v1/members',
  listMirroredPages: 'GET /api/platform/v1/connections/{id}/knowledge-sync/pages',
  listNotifications: 'GET /api/platform/v1/notifications',
  listOperations: 'GET /api/platform/v1/operations',
  listProviderApps: 'GET /api/admin/provider-apps',
  listQuarantine: 'GET /api/platform/v1/connections/{id}/quarantine',
  listRecords: 'GET /api/platform/v1/connections/{id}/records',
  listRuns: 'GET /api/platform/v1/connections/{id}/runs',
  listSessions: 'GET /api/platform/v1/account/sessions',
  listStreams: 'GET /api/platform/v1/connections/{id}/streams',
  listViews: 'GET /api/platform/v1/views',
  listWishes: 'GET /api/admin/connector-wishes',
  listWorkspaces: 'GET /api/admin/workspaces',
  makeDatabaseAgain: 'POST /api/platform/v1/connections/{id}/knowledge-sync/database',
  pauseConnection: 'POST /api/platform/v1/connections/{id}/pause',
  previewKnowledge: 'POST /api/platform/v1/knowledge/preview',
  putDocument: 'PUT /api/platform/v1/knowledge/documents/{external_id}',
  putSandboxTwin: 'PUT /api/platform/v1/set-up/sandbox',
  readNotifications: 'POST /api/platform/v1/notifications/read',
  reconnectConnection: 'POST /api/platform/v1/connections/{id}/reconnect',
  removeAuthProvider: 'DELETE /api/platform/v1/auth-providers/{id}',
  removeChatHook: 'DELETE /api/platform/v1/notifications/chat',
  removeMember: 'DELETE /api/platform/v1/members/{user_id}',
  replayConnectorDelivery: 'POST /api/admin/connector-events/deliveries/{id}/replay',
  requestConnector: 'POST /api/platform/v1/catalog/requests',
  resolveHandle: 'GET /api/platform/v1/connections/resolve-handle',
  resumeConnection: 'POST /api/platform/v1/connections/{id}/resume',
  retryQuarantine: 'POST /api/platform/v1/connections/{id}/quarantine/retry',
  revokeApiKey: 'DELETE /api/platform/v1/api-keys/{id}',
  rotateApiKey: 'POST /api/platform/v1/api-keys/{id}/rotate',
  rotateConnectionWebhook: 'POST /api/platform/v1/connections/{id}/webhook/rotate',
  rotateConnectorEndpoint: 'POST /api/admin/connector-events/endpoints/{id}/rotate',
  saveView: 'PUT /api/platform/v1/views',
  setApp: 'PUT /api/platform/v1/apps/{id}',
  setAuthProvider: 'PUT /api/platform/v1/auth-providers/{id}',
  setCadence: 'PUT /api/admin/connector-cadence/{type}',
  setChatHook: 'PUT /api/platform/v1/notifications/chat',
  setConnectorApproval: 'PUT /api/admin/connectors/{type}',
  setKnowledgeSync: 'PUT /api/platform/v1/connections/{id}/knowledge-sync',
  setMemberAccess: 'PUT /api/platform/v1/access/members/{user_id}',
  setNotificationPreferences: 'PUT /api/platform/v1/notifications/preferences',
  setOrigins: 'PUT /api/platform/v1/workspace/origins',
  setProviderApp: 'PUT /api/admin/provider-apps/{type}',
  setRoleAccess: 'PUT /api/platform/v1/access/roles/{role}',
  setupWebhook: 'POST /api/platform/v1/connectors/{provider}/setup-webhook',
  startSync: 'POST /api/platform/v1/connections/{id}/sync',
  submitCredentials: 'POST /api/platform/v1/connections/{id}/credentials',
  tagDocument: 'PATCH /api/platform/v1/knowledge/documents/{external_id}',
  testConnectionWebhook: 'POST /api/platform/v1/connections/{id}/webhook/test',
  testProviderApp: 'POST /api/admin/provider-apps/{type}/test',
  updateConnection: 'PATCH /api/platform/v1/connections/{id}',
  updateConnectorEndpoint: 'PATCH /api/admin/connector-events/endpoints/{id}',
  updateMember: 'PATCH /api/platform/v1/members/{user_id}',
  updateProfile: 'PATCH /api/platform/v1/account/profile',
  updateStreams: 'PATCH /api/platform/v1/connections/{id}/streams',
  updateWorkspace: 'PATCH /api/platform/v1/workspace',
  wishForConnector: 'PUT /api/platform/v1/catalog/{type}/wish',
  withdrawWish: 'DELETE /api/platform/v1/catalog/{type}/wish',
};
