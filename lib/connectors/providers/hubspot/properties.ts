/** The properties that are read of each kind of object. */
export const PROPERTIES: Readonly<Record<string, string>> = {
  contacts: `firstname lastname email phone mobilephone jobtitle company website industry
    hs_linkedin_url address city state zip country lifecyclestage hs_lead_status
    hs_analytics_source hubspot_owner_id num_associated_deals notes_last_updated hs_email_optout
    hs_merged_object_ids createdate lastmodifieddate`,
  companies: `name domain website industry numberofemployees annualrevenue phone city state
    country description lifecyclestage hubspot_owner_id createdate hs_lastmodifieddate`,
  deals: `dealname amount deal_currency_code dealstage pipeline closedate dealtype hs_is_closed
    hs_is_closed_won hs_deal_stage_probability hubspot_owner_id createdate hs_lastmodifieddate`,
  tickets: `subject content hs_pipeline hs_pipeline_stage hs_ticket_priority hs_ticket_category
    source_type closed_date hubspot_owner_id createdate hs_lastmodifieddate`,
  calls: `hs_timestamp hs_call_title hs_call_body hs_call_duration hs_call_direction
    hs_call_status hs_call_disposition hs_call_recording_url hs_call_from_number
    hs_call_to_number hubspot_owner_id hs_createdate hs_lastmodifieddate`,
  meetings: `hs_timestamp hs_meeting_title hs_meeting_body hs_meeting_start_time
    hs_meeting_end_time hs_meeting_outcome hs_meeting_location hubspot_owner_id hs_createdate
    hs_lastmodifieddate`,
  notes: 'hs_timestamp hs_note_body hubspot_owner_id hs_createdate hs_lastmodifieddate',
  tasks: `hs_timestamp hs_task_subject hs_task_body hs_task_status hs_task_priority hs_task_type
    hubspot_owner_id hs_createdate hs_lastmodifieddate`,
  emails: `hs_timestamp hs_email_subject hs_email_text hs_email_direction hs_email_status
    hs_email_from_email hs_email_to_email hubspot_owner_id hs_createdate hs_lastmodifieddate`,
};
