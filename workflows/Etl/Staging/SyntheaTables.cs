using Asan.Workflows.Etl.Copying;
using static Asan.Workflows.Etl.Copying.FieldKind;

namespace Asan.Workflows.Etl.Staging;

/// <summary>The files of Synthea's CSV export that a load takes, from 2.7.0 on, and the tables they become.</summary>
static class SyntheaTables
{
    public static IReadOnlyList<SourceTable> All { get; } =
    [
        new("patients", true,
            new("id", Text, Need.Value),
            new("birthdate", Date, Need.Value),
            new("deathdate", Date, Need.Column),
            new("race", Text, Need.Column),
            new("ethnicity", Text, Need.Column),
            new("gender", Text, Need.Column),
            new("city", Text, Need.Column),
            new("state", Text, Need.Column),
            new("county", Text, Need.None),
            new("zip", Text, Need.Column)),

        new("encounters", true,
            new("id", Text, Need.Value),
            new("start", Instant, Need.Value),
            new("stop", Instant, Need.Column),
            new("patient", Text, Need.Value),
            new("organization", Text, Need.Column),
            new("provider", Text, Need.Column),
            new("payer", Text, Need.None),
            new("encounterclass", Text, Need.Column),
            new("code", Text, Need.Column),
            new("base_encounter_cost", Number, Need.Column),
            new("total_claim_cost", Number, Need.None),
            new("payer_coverage", Number, Need.None),
            new("reasoncode", Text, Need.Column)),

        new("conditions", false,
            new("start", Instant, Need.Value),
            new("stop", Instant, Need.Column),
            new("patient", Text, Need.Value),
            new("encounter", Text, Need.Column),
            new("system", Text, Need.None),
            new("code", Text, Need.Value)),

        new("medications", false,
            new("start", Instant, Need.Value),
            new("stop", Instant, Need.Column),
            new("patient", Text, Need.Value),
            new("payer", Text, Need.None),
            new("encounter", Text, Need.Column),
            new("code", Text, Need.Value),
            new("base_cost", Number, Need.Column),
            new("payer_coverage", Number, Need.None),
            new("dispenses", Number, Need.None),
            new("totalcost", Number, Need.None),
            new("reasoncode", Text, Need.None)),

        new("immunizations", false,
            new("date", Instant, Need.Value),
            new("patient", Text, Need.Value),
            new("encounter", Text, Need.Column),
            new("code", Text, Need.Value),
            new("base_cost", Number, Need.Column)),

        new("allergies", false,
            new("start", Instant, Need.Value),
            new("stop", Instant, Need.Column),
            new("patient", Text, Need.Value),
            new("encounter", Text, Need.Column),
            new("code", Text, Need.Value),
            new("system", Text, Need.None),
            new("description", Text, Need.None)),

        new("observations", false,
            new("date", Instant, Need.Value),
            new("patient", Text, Need.Value),
            new("encounter", Text, Need.Column),
            new("category", Text, Need.None),
            new("code", Text, Need.Value),
            new("value", Text, Need.Column),
            new("units", Unit, Need.Column),
            new("type", Text, Need.None)),

        // 2.7.0 has the day alone.
        new("procedures", false,
            new("start", Instant, Need.Value, "start", "date"),
            new("stop", Instant, Need.None),
            new("patient", Text, Need.Value),
            new("encounter", Text, Need.Column),
            new("system", Text, Need.None),
            new("code", Text, Need.Value),
            new("base_cost", Number, Need.Column),
            new("reasoncode", Text, Need.None)),

        new("devices", false,
            new("start", Instant, Need.Value),
            new("stop", Instant, Need.Column),
            new("patient", Text, Need.Value),
            new("encounter", Text, Need.Column),
            new("code", Text, Need.Value),
            new("udi", Text, Need.None)),

        new("supplies", false,
            new("date", Instant, Need.Value),
            new("patient", Text, Need.Value),
            new("encounter", Text, Need.Column),
            new("code", Text, Need.Value),
            new("quantity", Number, Need.None)),

        new("organizations", true,
            new("id", Text, Need.Value),
            new("name", Text, Need.Column),
            new("address", Text, Need.None),
            new("city", Text, Need.Column),
            new("state", Text, Need.Column),
            new("zip", Text, Need.Column)),

        new("providers", true,
            new("id", Text, Need.Value),
            new("organization", Text, Need.Column),
            new("name", Text, Need.Column),
            new("gender", Text, Need.Column),
            new("speciality", Text, Need.Column, "speciality", "specialty")),

        new("payers", false,
            new("id", Text, Need.Value),
            new("name", Text, Need.Column)),

        // 2.7.0 writes plain years; 3.0.0 writes instants under the same names.
        new("payer_transitions", false,
            new("patient", Text, Need.Value),
            new("memberid", Text, Need.None),
            new("start_date", FirstOfYear, Need.Value, "start_date", "start_year"),
            new("end_date", LastOfYear, Need.Column, "end_date", "end_year"),
            new("payer", Text, Need.Column),
            new("secondary_payer", Text, Need.None)),
    ];
}
