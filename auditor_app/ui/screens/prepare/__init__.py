"""The place Prepare: school, team, plan, surveys, papers, the reports of earlier audits."""
