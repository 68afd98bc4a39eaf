import { schemaOf } from '@/lib/sandbox/kit/graphql';
import { ASKED_BESIDES } from '@/lib/sandbox/providers/linear/asked';

const PAGED =
  'first: Int, after: String, last: Int, before: String, includeArchived: Boolean, orderBy: PaginationOrderBy';
const connection = (type: string) =>
  `type ${type}Connection { nodes: [${type}!]!, pageInfo: PageInfo! }
   input ${type}Filter { id: IDComparator, createdAt: DateComparator, updatedAt: DateComparator }`;
/** Orders are named, and refused: the sandbox has its own alone. */
const sorted = (type: string) => `input ${type}SortInput { createdAt: Sort, updatedAt: Sort }`;

/** The part of the schema that is read, in its words; what is not here is refused. */
export const SCHEMA = schemaOf(`
  scalar DateTime
  scalar DateTimeOrDuration
  scalar TimelessDate
  enum PaginationOrderBy { createdAt updatedAt }
  input DateComparator {
    eq: DateTimeOrDuration, gt: DateTimeOrDuration, gte: DateTimeOrDuration
    lt: DateTimeOrDuration, lte: DateTimeOrDuration
  }
  enum PaginationSortOrder { Ascending, Descending }
  input Sort { order: PaginationSortOrder }
  input IDComparator { eq: ID, in: [ID!] }
  type PageInfo { hasNextPage: Boolean!, hasPreviousPage: Boolean!, endCursor: String }
  type Organization { id: ID!, name: String!, urlKey: String! }
  type WorkflowState { id: ID!, name: String!, type: String! }
  type ProjectStatus { id: ID!, name: String!, type: String! }
  type Cycle { id: ID!, number: Float! }
  type User {
    id: ID!, name: String!, displayName: String!, email: String!, active: Boolean!
    admin: Boolean!, guest: Boolean!, title: String, avatarUrl: String
    createdAt: DateTime!, updatedAt: DateTime!, archivedAt: DateTime
  }
  type Team {
    id: ID!, key: String!, name: String!, description: String, parent: Team
    createdAt: DateTime!, updatedAt: DateTime!, archivedAt: DateTime
  }
  type Issue {
    id: ID!, identifier: String!, number: Float!, title: String!, description: String
    priority: Float!, priorityLabel: String!, estimate: Float, dueDate: TimelessDate
    createdAt: DateTime!, updatedAt: DateTime!, archivedAt: DateTime, startedAt: DateTime
    completedAt: DateTime, canceledAt: DateTime, trashed: Boolean, url: String!
    labelIds: [String!]!, state: WorkflowState!, assignee: User, creator: User, team: Team!
    project: Project, parent: Issue, cycle: Cycle
  }
  type Project {
    id: ID!, name: String!, description: String!, content: String, slugId: String!, url: String!
    priority: Int!, progress: Float!, health: String, startDate: TimelessDate
    targetDate: TimelessDate, createdAt: DateTime!, updatedAt: DateTime!, archivedAt: DateTime
    startedAt: DateTime, completedAt: DateTime, canceledAt: DateTime, trashed: Boolean
    status: ProjectStatus!, lead: User, creator: User
  }
  type Comment {
    id: ID!, body: String!, quotedText: String, url: String!, issueId: String, projectId: String
    parentId: String, user: User, createdAt: DateTime!, updatedAt: DateTime!, editedAt: DateTime
    archivedAt: DateTime, resolvedAt: DateTime
  }
  ${['Issue', 'Project', 'Comment', 'User', 'Team'].map(connection).join('\n')}
  ${['Issue', 'Project', 'User'].map(sorted).join('\n')}
  ${ASKED_BESIDES}
  type Query {
    viewer: User!
    organization: Organization!
    issues(${PAGED}, filter: IssueFilter, sort: [IssueSortInput!]): IssueConnection!
    projects(${PAGED}, filter: ProjectFilter, sort: [ProjectSortInput!]): ProjectConnection!
    comments(${PAGED}, filter: CommentFilter): CommentConnection!
    users(${PAGED}, filter: UserFilter, sort: [UserSortInput!], includeDisabled: Boolean): UserConnection!
    teams(${PAGED}, filter: TeamFilter): TeamConnection!
    issue(id: String!): Issue!
    project(id: String!): Project!
    comment(id: String, hash: String): Comment!
    user(id: String!): User!
    team(id: String!): Team!
  }`);
