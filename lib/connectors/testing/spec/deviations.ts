/** Where a connector or its sandbox is right and the description it is held against is not. */
export interface Deviation {
  /** What is found, as `place: message`. */
  found: RegExp;
  reason: string;
}

const NULLS = (where: string): Deviation => ({
  found: new RegExp(`^GET ${where}: is null, which is not described$`),
  reason: 'The description gives types of values that are there; its own examples hold nulls.',
});

/** Microsoft Graph: what OData adds to every answer is in no description of a type. */
const ODATA: readonly Deviation[] = [
  {
    found: /\/@(odata\.(context|etag|nextLink|deltaLink)|removed): is not declared$/,
    reason: 'Annotations of OData stand beside the described fields of any answer.',
  },
  {
    found: /query \$(skip|delta)token: is no parameter$/,
    reason:
      'Part of the links to the next page and to later changes, which are taken as they come.',
  },
];

/** Those that are known, by the connector's type. */
export const DEVIATIONS: Readonly<Record<string, readonly Deviation[]>> = {
  gmail: [
    {
      found: /\/body\/data: must match format "byte"$/,
      reason: 'Google writes bytes in the alphabet for URLs, which the format does not know.',
    },
  ],
  notion: [
    {
      found: /\/bot\/workspace_name: is not declared$/,
      reason: 'The description keeps to what its own client needs; the API names the workspace.',
    },
    {
      found: /query body \/sorts\/\[\]/,
      reason: 'Sorting by timestamp in place of a property is left out of this description.',
    },
  ],
  o365: [
    ...ODATA,
    {
      found: /^GET graph\.microsoft\.com\/.*\/organization: is not described$/,
      reason: 'The description is a selection without the organization.',
    },
    {
      found: /^GET \/users\/delta query \$select: is no parameter$/,
      reason: 'Named in the guide to changes of users; the description has no parameters there.',
    },
  ],
  outlook: [
    ...ODATA,
    {
      found: /^GET \/me\/calendarView\/delta query (start|end)DateTime: is required$/,
      reason: 'They belong to the first request; the token of a later one stands for them.',
    },
  ],
  pipedrive: [
    NULLS('.*'),
    {
      found: /\/v1\/users(\/me)?: is not described$/,
      reason: 'Users have no second version; the description is of the second version alone.',
    },
    {
      found:
        /\/(creator_user_id|archive_time|local_(won|lost|close)_date|website|industry): is not declared$/,
      reason: 'Left out of the list of fields; its own examples and clients have them.',
    },
    {
      found: /^GET \/products 200 \/data\/\[\]\/\w+: is not declared$/,
      reason:
        'The description wraps each product in an answer of its own; clients read them plain.',
    },
    {
      found: /^GET \/products query updated_since: is no parameter$/,
      reason: 'The official client sends it.',
    },
  ],
  slack: [
    {
      found: /(edited|response_metadata)(: is not declared|")$/,
      reason:
        'The description of 2021 closes objects that Slack pages through and marks as edited.',
    },
  ],
  stripe: [
    {
      found: /current_period_(start|end)('$|: is not declared$)/,
      reason:
        'Since 2025 a period belongs to the items of a subscription; the description is older.',
    },
    {
      found:
        /(automatic_tax\/liability: is not declared|'(paid|paid_out_of_band|total_tax_amounts)')$/,
      reason:
        'Versions since 2025 have the first and no longer the others; the description is older.',
    },
  ],
  x: [
    {
      found: /\/includes\/media\/\[\]\/(url|alt_text|preview_image_url): is not declared$/,
      reason: 'Declared by kind (Photo, Video, AnimatedGif), which a discriminator tells apart.',
    },
    {
      found: /query (post\.fields: is no parameter$|user\.fields .*"pinned_post_id")/,
      reason: 'The next version says post for tweet; the connector asks by either name.',
    },
  ],
};
