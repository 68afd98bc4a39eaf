/**
 * What the models of the official client ask for besides, with every record. The sandbox says as
 * little of it as the schema allows. From the GraphQL schema (2026-08) and @linear/sdk 98.
 */
export const ASKED_BESIDES = `
  scalar JSONObject
  scalar IntegrationService
  enum ExternalSyncService { github, jira, slack }
  enum IssueSharedAccessDisallowedField { cycleId, projectId, projectMilestoneId, teamId }
  enum Day { Monday, Tuesday, Wednesday, Thursday, Friday, Saturday, Sunday }
  enum DateResolutionType { month, quarter, halfYear, year }
  enum FrequencyResolutionType { daily, weekly }
  enum TeamVisibility { public, private, restricted }
  enum FeedSummarySchedule { never, daily, weekly }
  enum ReleaseChannel { public, beta, preRelease, privateBeta, internal, development }
  enum ProjectUpdateReminderFrequency { never, week, twoWeeks, month }
  enum SLADayCountType { all, onlyBusinessDays }
  union ExternalEntityInfoMetadata =
    ExternalEntityInfoGithubMetadata | ExternalEntityInfoJiraMetadata | ExternalEntitySlackMetadata
  type TeamMembership { id: ID! }
  extend type User {
    description: String, createdIssueCount: Int!, avatarBackgroundColor: String!
    statusUntilAt: DateTime, statusEmoji: String, initials: String!, lastSeen: DateTime
    timezone: String, disableReason: String, statusLabel: String, gitHubUserId: String
    url: String!, isAssignable: Boolean!, isMentionable: Boolean!, owner: Boolean!, app: Boolean!
    isMe: Boolean!, supportsAgentSessions: Boolean!, canAccessAnyPublicTeam: Boolean!
    calendarHash: String, inviteHash: String!
  }
  extend type PageInfo { startCursor: String }
  type ActorBot {
    avatarUrl: String, subType: String, id: ID, name: String, userDisplayName: String
    type: String!
  }
  type Reaction {
    comment: Comment, externalUser: ExternalUser, initiativeUpdate: InitiativeUpdate, issue: Issue
    updatedAt: DateTime!, emoji: String!, projectUpdate: ProjectUpdate, archivedAt: DateTime
    createdAt: DateTime!, id: ID!, user: User
  }
  extend type Comment {
    agentSession: AgentSession, reactionData: JSONObject!, reactions: [Reaction!]!
    resolvingCommentId: String, documentContentId: String, initiativeId: String
    initiativeUpdateId: String, projectUpdateId: String, botActor: ActorBot
    resolvingComment: Comment, documentContent: DocumentContent, syncedWith: [ExternalEntityInfo!]
    externalThread: SyncedExternalThread, externalUser: ExternalUser, initiative: Initiative
    initiativeUpdate: InitiativeUpdate, issue: Issue, parent: Comment, project: Project
    projectUpdate: ProjectUpdate, resolvingUser: User
  }
  type ExternalUser { id: ID! }
  type InitiativeUpdate { id: ID! }
  extend type Issue {
    reactionData: JSONObject!, integrationSourceType: IntegrationService
    previousIdentifiers: [String!]!, reactions: [Reaction!]!, customerTicketCount: Int!
    sharedAccess: IssueSharedAccess!, branchName: String!, delegate: User, botActor: ActorBot
    sourceComment: Comment, syncedWith: [ExternalEntityInfo!], externalUserCreator: ExternalUser
    asksExternalUserRequester: ExternalUser, asksRequester: User, lastAppliedTemplate: Template
    boardOrder: Float!, sortOrder: Float!, prioritySortOrder: Float!, subIssueSortOrder: Float
    projectMilestone: ProjectMilestone, recurringIssueTemplate: Template, startedTriageAt: DateTime
    triagedAt: DateTime, addedToCycleAt: DateTime, addedToProjectAt: DateTime
    addedToTeamAt: DateTime, autoArchivedAt: DateTime, autoClosedAt: DateTime
    slaStartedAt: DateTime, slaBreachesAt: DateTime, slaHighRiskAt: DateTime
    slaMediumRiskAt: DateTime, snoozedUntilAt: DateTime, slaType: String, snoozedBy: User
    favorite: Favorite, inheritsSharedAccess: Boolean!
  }
  type ProjectUpdate { id: ID! }
  type Template { id: ID! }
  type ProjectMilestone { id: ID! }
  extend type Project {
    integrationsSettings: IntegrationsSettings, microsoftTeamsChannelId: String
    slackChannelId: String, labelIds: [String!]!, documentContent: DocumentContent
    updateRemindersDay: Day, syncedWith: [ExternalEntityInfo!], updateReminderFrequency: Float
    updateRemindersHour: Float, icon: String, convertedFromIssue: Issue
    lastAppliedTemplate: Template, lastUpdate: ProjectUpdate, updateReminderFrequencyInWeeks: Float
    completedScopeHistory: [Float!]!, completedIssueCountHistory: [Float!]!
    inProgressScopeHistory: [Float!]!, scope: Float!, priorityLabel: String!, color: String!
    targetDateResolution: DateResolutionType, startDateResolution: DateResolutionType
    frequencyResolution: FrequencyResolutionType!, prioritySortOrder: Float!, sortOrder: Float!
    healthUpdatedAt: DateTime, autoArchivedAt: DateTime
    projectUpdateRemindersPausedUntilAt: DateTime, issueCountHistory: [Float!]!
    scopeHistory: [Float!]!, favorite: Favorite, slackIssueComments: Boolean!
    slackNewIssue: Boolean!, slackIssueStatuses: Boolean!, state: String!, resourceCount: Int!
  }
  extend type Team {
    cycleIssueAutoAssignCompleted: Boolean!, cycleLockToActive: Boolean!
    cycleIssueAutoAssignStarted: Boolean!, cycleCalenderUrl: String!, upcomingCycleCount: Float!
    autoArchivePeriod: Float!, autoClosePeriod: Float, securitySettings: JSONObject!
    integrationsSettings: IntegrationsSettings, activeCycle: Cycle
    triageResponsibility: TriageResponsibility, scimGroupName: String, autoCloseStateId: String
    cycleCooldownTime: Float!, cycleStartDay: Float!, defaultTemplateForMembers: Template
    defaultTemplateForNonMembers: Template, defaultProjectTemplate: Template
    defaultIssueState: WorkflowState, cycleDuration: Float!, icon: String
    defaultTemplateForMembersId: String, defaultTemplateForNonMembersId: String
    issueEstimationType: String!, displayName: String!, ledInitiativeCount: Int!, color: String
    retiredAt: DateTime, timezone: String!, issueCount: Int!, visibility: TeamVisibility!
    mergeWorkflowState: WorkflowState, draftWorkflowState: WorkflowState
    startWorkflowState: WorkflowState, mergeableWorkflowState: WorkflowState
    reviewWorkflowState: WorkflowState, triageIssueState: WorkflowState
    defaultIssueEstimate: Float!, setIssueSortOrderOnStateChange: String!
    allMembersCanJoin: Boolean, requirePriorityToLeaveTriage: Boolean!
    autoCloseChildIssues: Boolean, autoCloseParentIssues: Boolean, initiativesEnabled: Boolean!
    scimManaged: Boolean!, private: Boolean!, inheritIssueEstimation: Boolean!
    inheritWorkflowStatuses: Boolean!, cyclesEnabled: Boolean!, issueEstimationExtended: Boolean!
    issueEstimationAllowZero: Boolean!, aiDiscussionSummariesEnabled: Boolean!
    aiThreadSummariesEnabled: Boolean!, groupIssueHistory: Boolean!, slackIssueComments: Boolean!
    slackNewIssue: Boolean!, slackIssueStatuses: Boolean!, triageEnabled: Boolean!
    markedAsDuplicateWorkflowState: WorkflowState, inviteHash: String!
    issueOrderingNoPriorityFirst: Boolean!, issueSortOrderDefaultToBottom: Boolean!
    viewerMembership: TeamMembership, viewerCanJoin: Boolean!, viewerCanLeave: Boolean!
  }
  type Favorite { id: ID! }
  type ExternalEntityInfo {
    metadata: ExternalEntityInfoMetadata, service: ExternalSyncService!, id: String!
  }
  type IssueSharedAccess {
    disallowedIssueFields: [IssueSharedAccessDisallowedField!]!, sharedWithCount: Int!
    sharedWithUsers: [User!]!, viewerHasOnlySharedAccess: Boolean!, isShared: Boolean!
  }
  type ExternalEntityInfoGithubMetadata { number: Float, owner: String, repo: String }
  type ExternalEntityInfoJiraMetadata { issueTypeId: String, projectId: String, issueKey: String }
  type ExternalEntitySlackMetadata {
    messageUrl: String, channelId: String, channelName: String, isFromSlack: Boolean!
  }
  type IntegrationsSettings { id: ID! }
  extend type ProjectStatus {
    description: String, color: String!, updatedAt: DateTime!, position: Float!
    archivedAt: DateTime, createdAt: DateTime!, indefinite: Boolean!
  }
  type WelcomeMessage {
    updatedAt: DateTime!, archivedAt: DateTime, createdAt: DateTime!, title: String, id: ID!
    updatedBy: User, enabled: Boolean!
  }
  type AiPromptRules {
    updatedAt: DateTime!, archivedAt: DateTime, createdAt: DateTime!, id: ID!, updatedBy: User
  }
  type DocumentContent {
    aiPromptRules: AiPromptRules, content: String, contentState: String, document: Document
    initiative: Initiative, issue: Issue, updatedAt: DateTime!, projectMilestone: ProjectMilestone
    project: Project, restoredAt: DateTime, archivedAt: DateTime, createdAt: DateTime!, id: ID!
    welcomeMessage: WelcomeMessage
  }
  type Document { id: ID! }
  type Initiative { id: ID! }
  type AgentSession { id: ID! }
  type SyncedExternalThread {
    url: String, name: String, displayName: String, type: String!, subType: String, id: ID
    isPersonalIntegrationRequired: Boolean!, isPersonalIntegrationConnected: Boolean!
    isConnected: Boolean!
  }
  type TriageResponsibility { id: ID! }
  extend type Organization {
    allowedAuthServices: [String!]!, allowedFileUploadContentTypes: [String!]
    createdIssueCount: Int!, authSettings: JSONObject!, customersConfiguration: JSONObject!
    defaultFeedSummarySchedule: FeedSummarySchedule, pullRequestIssueMode: String!
    previousUrlKeys: [String!]!, periodUploadVolume: Float!, securitySettings: JSONObject!
    slackProjectChannelIntegration: Integration, logoUrl: String
    initiativeUpdateRemindersDay: Day!, projectUpdateRemindersDay: Day!, defaultHomeView: String
    releaseChannel: ReleaseChannel!, initiativeUpdateReminderFrequencyInWeeks: Float
    projectUpdateReminderFrequencyInWeeks: Float, initiativeUpdateRemindersHour: Float!
    projectUpdateRemindersHour: Float!, updatedAt: DateTime!, customerCount: Int!, userCount: Int!
    slackProjectChannelPrefix: String!, gitBranchFormat: String, deletionRequestedAt: DateTime
    trialStartsAt: DateTime, trialEndsAt: DateTime, archivedAt: DateTime, createdAt: DateTime!
    projectStatuses: [ProjectStatus!]!, subscription: PaidSubscription
    fiscalYearStartMonth: Float!, hipaaComplianceEnabled: Boolean!, samlEnabled: Boolean!
    scimEnabled: Boolean!, gitLinkbackDescriptionsEnabled: Boolean!, releasesEnabled: Boolean!
    customersEnabled: Boolean!, gitLinkbackMessagesEnabled: Boolean!
    gitPublicLinkbackMessagesEnabled: Boolean!, feedEnabled: Boolean!, roadmapEnabled: Boolean!
    pullRequestTourEnabled: Boolean!, aiDiscussionSummariesEnabled: Boolean!
    aiThreadSummariesEnabled: Boolean!, hideNonPrimaryOrganizations: Boolean!
    projectUpdatesReminderFrequency: ProjectUpdateReminderFrequency!, allowMembersToInvite: Boolean
    restrictTeamCreationToAdmins: Boolean, restrictLabelManagementToAdmins: Boolean
    slaDayCount: SLADayCountType!, defaultHomeViewTargetId: String
    suggestedBranchNameEnabled: Boolean!
  }
  type Integration { id: ID! }
  type PaidSubscription {
    collectionMethod: String!, cancelAt: DateTime, canceledAt: DateTime, nextBillingAt: DateTime
    updatedAt: DateTime!, seatsMaximum: Float, seatsMinimum: Float, seats: Float!, type: String!
    pendingChangeType: String, archivedAt: DateTime, createdAt: DateTime!, id: ID!, creator: User
  }`;
