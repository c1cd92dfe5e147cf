namespace Asan.Synthesize.Catalogue;

/// <summary>What comes and goes.</summary>
static class PassingIllnesses
{
    static readonly Code FractureCare = new("385691007", "Care of a fracture");
    static readonly Code MuscleCare = new("408869004", "Care of muscles and joints");
    static readonly Code HeadCare = new("47387005", "Rehabilitation after a head injury");
    static readonly Code BreathingCare = new("53950000", "Breathing therapy");

    public static readonly Illness Appendicitis = new(new("74400008", "Appendicitis"), (6, 60), 3)
    {
        Days = 20,
        Class = EncounterClass.Inpatient,
        Visit = Visits.Admission,
        Procedures = [Procedure.Appendectomy],
        Panels = [Panel.BloodCount],
        Treatments = [[Drug.PiperacillinTazobactam, Drug.Hydrocodone]],
        History = new("428251008", "Appendix has been removed"),
    };

    public static readonly Illness HeartAttack = new(new("22298006", "Heart attack"), (45, 95), 7)
    {
        Days = 30,
        Class = EncounterClass.Inpatient,
        Visit = Visits.Admission,
        Procedures = [Procedure.Ecg, Procedure.Stenting],
        Panels = [Panel.Chemistry],
        Device = Things.Stent,
        Treatments = [[Drug.Enoxaparin, Drug.AspirinLow]],
        History = new("399211009", "Has had a heart attack"),
    };

    public static readonly Illness Pneumonia = new(new("233604007", "Pneumonia"), (0, 95), 4)
    {
        Days = 25,
        Class = EncounterClass.Inpatient,
        Visit = Visits.Admission,
        CarePlan = BreathingCare,
        Procedures = [Procedure.ChestXray, Procedure.SputumTest, Procedure.Oximetry],
        Panels = [Panel.Bedside],
        Treatments = [[Drug.PiperacillinTazobactam], [Drug.AmoxicillinClavulanate]],
    };

    public static readonly Illness Sepsis = new(new("91302008", "Sepsis"), (40, 95), 2)
    {
        Days = 30,
        Class = EncounterClass.Inpatient,
        Visit = Visits.Admission,
        Procedures = [Procedure.Oximetry],
        Panels = [Panel.Bedside, Panel.Liver],
        Treatments = [[Drug.PiperacillinTazobactam]],
    };

    public static readonly Illness Covid = new(new("840539006", "COVID-19"), (0, 95), 0)
    {
        Days = 16,
        Class = EncounterClass.Emergency,
        Visit = Visits.Emergency,
        CarePlan = BreathingCare,
        Procedures = [Procedure.Oximetry],
        Panels = [Panel.Covid, Panel.Bedside],
        Treatments = [[Drug.AcetaminophenWeak], [Drug.CoughSyrup]],
    };

    public static readonly Illness[] All =
    [
        new(new("444814009", "Sinusitis from a virus"), (3, 70), 22) { Days = 16, Treatments = [[Drug.HouseMixture]] },
        new(new("195662009", "Sore throat from a virus"), (2, 70), 24)
        {
            Days = 11,
            Visit = Visits.Symptom,
            Procedures = [Procedure.ThroatCulture],
            Treatments = [[Drug.AcetaminophenWeak], [Drug.CoughSyrup]],
        },
        new(new("10509002", "Acute bronchitis"), (2, 85), 22)
        {
            Days = 14,
            Visit = Visits.Symptom,
            CarePlan = BreathingCare,
            Treatments = [[Drug.AcetaminophenWeak, Drug.CoughSyrup]],
        },
        new(new("65363002", "Inflamed middle ear"), (0, 9), 60)
        {
            Days = 12,
            Visit = Visits.Symptom,
            Treatments = [[Drug.Amoxicillin, Drug.IbuprofenChild]],
        },
        new(new("43878008", "Sore throat from streptococci"), (3, 20), 25)
        {
            Days = 10,
            Visit = Visits.Symptom,
            Procedures = [Procedure.ThroatCulture],
            Treatments = [[Drug.PenicillinV], [Drug.Amoxicillin]],
        },
        new(new("75498004", "Sinusitis from bacteria"), (12, 70), 8) { Days = 24, Treatments = [[Drug.AmoxicillinClavulanate]] },
        new(new("307426000", "Infected bladder"), (16, 85), 16)
        {
            Only = 'F',
            Days = 8,
            Class = EncounterClass.UrgentCare,
            Visit = Visits.UrgentCare,
            Procedures = [Procedure.UrineCulture],
            Panels = [Panel.Urine],
            Treatments = [[Drug.Nitrofurantoin]],
        },
        new(new("44465007", "Sprained ankle"), (6, 75), 10)
        {
            Days = 24,
            Class = EncounterClass.UrgentCare,
            Visit = Visits.UrgentCare,
            CarePlan = MuscleCare,
            Treatments = [[Drug.Ibuprofen], [Drug.Naproxen]],
        },
        new(new("70704007", "Sprained wrist"), (6, 75), 6)
        {
            Days = 21,
            Class = EncounterClass.UrgentCare,
            Visit = Visits.UrgentCare,
            CarePlan = MuscleCare,
            Treatments = [[Drug.Ibuprofen]],
        },
        new(new("16114001", "Broken ankle"), (8, 85), 4)
        {
            Days = 90,
            Class = EncounterClass.Emergency,
            Visit = Visits.Emergency,
            CarePlan = FractureCare,
            Procedures = [Procedure.Immobilization],
            Treatments = [[Drug.Hydrocodone, Drug.Acetaminophen]],
            Device = Things.Devices[5],
        },
        new(new("58150001", "Broken collarbone"), (4, 60), 3)
        {
            Days = 75,
            Class = EncounterClass.Emergency,
            Visit = Visits.Emergency,
            CarePlan = FractureCare,
            Procedures = [Procedure.Immobilization],
            Treatments = [[Drug.Acetaminophen]],
        },
        new(new("33737001", "Broken rib"), (15, 90), 3)
        {
            Days = 60,
            Class = EncounterClass.Emergency,
            Visit = Visits.Emergency,
            Procedures = [Procedure.ChestXray],
            Treatments = [[Drug.Oxycodone]],
        },
        new(new("283371005", "Cut on the forearm"), (3, 80), 4)
        {
            Days = 16,
            Class = EncounterClass.Emergency,
            Visit = Visits.Emergency,
            Procedures = [Procedure.Suture],
            Treatments = [[Drug.Acetaminophen]],
        },
        new(new("62106007", "Concussion, stayed awake"), (4, 70), 3)
        {
            Days = 30,
            Class = EncounterClass.Emergency,
            Visit = Visits.Emergency,
            CarePlan = HeadCare,
        },
        new(new("80967001", "Tooth decay"), (5, 80), 12)
        {
            Days = 30,
            Class = EncounterClass.Outpatient,
            Visit = Visits.Procedure,
        },
        new(new("66383009", "Inflamed gums"), (8, 80), 16)
        {
            Days = 40,
            Class = EncounterClass.Outpatient,
            Visit = Visits.CheckUp,
        },
        new(new("386661006", "Fever"), (0, 12), 14)
        {
            Days = 4,
            Class = EncounterClass.Virtual,
            Visit = Visits.Virtual,
            Treatments = [[Drug.IbuprofenChild]],
        },
        new(new("840544004", "Perhaps COVID-19"), (5, 90), 3)
        {
            Days = 3,
            Class = EncounterClass.Virtual,
            Visit = Visits.Virtual,
        },
        new(new("84229001", "Tired"), (65, 95), 12)
        {
            Days = 60,
            Class = EncounterClass.Home,
            Visit = Visits.Home,
            Treatments = [[Drug.Diphenhydramine]],
        },
        new(new("90560007", "Gout"), (40, 85), 5) { Days = 14, Treatments = [[Drug.Prednisone, Drug.Naproxen]] },
        Appendicitis,
        HeartAttack,
        Pneumonia,
        Sepsis,
    ];
}
