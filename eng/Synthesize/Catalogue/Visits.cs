namespace Asan.Synthesize.Catalogue;

/// <summary>Why people come, as the encounter's code says it.</summary>
static class Visits
{
    public static readonly Code Examination = new("162673000", "General examination");
    public static readonly Code WellChild = new("410620009", "Visit of a healthy child");
    public static readonly Code Symptom = new("185345009", "Visit for a symptom");
    public static readonly Code Problem = new("185347001", "Visit for a problem");
    public static readonly Code CheckUp = new("185349003", "Visit for a check-up");
    public static readonly Code FollowUp = new("390906007", "Follow-up visit");
    public static readonly Code Procedure = new("371883000", "Outpatient procedure");
    public static readonly Code UrgentCare = new("702927004", "Urgent care");
    public static readonly Code Emergency = new("50849002", "Admission to the emergency room");
    public static readonly Code Admission = new("32485007", "Admission to hospital");
    public static readonly Code Nursing = new("449411000124106", "Admission to a nursing facility"); // no concept in the built-in vocabulary, on purpose
    public static readonly Code Hospice = new("305336008", "Admission to hospice");
    public static readonly Code Home = new("210098006", "Visit at home");
    public static readonly Code Virtual = new("448337001", "Consultation by telephone or video");
    public static readonly Code FirstPrenatal = new("424441002", "First prenatal visit");
    public static readonly Code Prenatal = new("424619006", "Prenatal visit");
    public static readonly Code Postnatal = new("169762003", "Postnatal visit");
    public static readonly Code Delivery = new("183460006", "Obstetric admission");
    public static readonly Code DeathCertification = new("308646001", "Certification of death");
}
