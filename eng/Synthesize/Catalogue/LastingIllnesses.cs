namespace Asan.Synthesize.Catalogue;

/// <summary>What stays once it has come.</summary>
static class LastingIllnesses
{
    static readonly Code HypertensionPlan = new("443402002", "Teaching how to live with high blood pressure");
    static readonly Code DiabetesPlan = new("698360004", "Plan for managing one's own diabetes");
    static readonly Code LipidPlan = new("736285004", "Plan against high blood lipids");
    static readonly Code AsthmaPlan = new("699728000", "Managing one's own asthma");
    static readonly Code BreathingPlan = new("412776001", "Plan against obstructive lung disease");
    static readonly Code PhysicalTherapy = new("91251008", "Physical therapy");
    static readonly Code WeightPlan = new("718361005", "Weight management program");
    static readonly Code SelfCare = new("384758001", "Care of oneself");

    public static readonly Illness[] All =
    [
        new(new("59621000", "High blood pressure"), (28, 72), 330)
        {
            FollowUp = 24,
            CarePlan = HypertensionPlan,
            Treatments =
            [
                [Drug.Lisinopril, Drug.Hydrochlorothiazide],
                [Drug.Lisinopril, Drug.Hydrochlorothiazide, Drug.AmlodipineWeak],
                [Drug.Amlodipine, Drug.LisinoprilStrong],
            ],
        },
        new(new("55822004", "High blood lipids"), (34, 75), 260)
        {
            CarePlan = LipidPlan,
            Treatments = [[Drug.SimvastatinWeak], [Drug.Simvastatin], [Drug.Atorvastatin]],
            Panels = [Panel.Lipids],
        },
        new(new("15777000", "Close to diabetes"), (30, 70), 240) { CarePlan = DiabetesPlan },
        new(new("44054006", "Diabetes, type 2"), (36, 76), 130)
        {
            FollowUp = 18,
            CarePlan = DiabetesPlan,
            Panels = [Panel.Chemistry],
            Treatments = [[Drug.Metformin], [Drug.Metformin, Drug.Insulin]],
            Device = Things.Devices[1],
        },
        new(new("127013003", "Kidney disease from diabetes"), (52, 84), 60) { Panels = [Panel.Chemistry, Panel.Urine] },
        new(new("431856006", "Chronic kidney disease, stage 2"), (55, 84), 50) { Panels = [Panel.Chemistry] },
        new(new("433144002", "Chronic kidney disease, stage 3"), (60, 88), 45)
        {
            FollowUp = 12,
            Treatments = [[Drug.EpoetinAlfa]],
            Procedures = [Procedure.Dialysis],
        },
        new(new("162864005", "Obese, body mass index over 30"), (16, 70), 280) { CarePlan = WeightPlan },
        new(new("271737000", "Anemia"), (5, 60), 150) { Treatments = [[Drug.FerrousSulfate]], Panels = [Panel.BloodCount] },
        new(new("233678006", "Asthma since childhood"), (2, 14), 90)
        {
            FollowUp = 30,
            CarePlan = AsthmaPlan,
            Treatments = [[Drug.Albuterol, Drug.Fluticasone], [Drug.FluticasoneSalmeterol, Drug.AlbuterolSolution]],
            Procedures = [Procedure.Spirometry],
        },
        new(new("185086009", "Chronic obstructive bronchitis"), (50, 80), 70)
        {
            FollowUp = 12,
            CarePlan = BreathingPlan,
            Treatments = [[Drug.FluticasoneSalmeterol]],
            Procedures = [Procedure.LungRehabilitation, Procedure.Spirometry],
        },
        new(new("53741008", "Coronary heart disease"), (48, 85), 110)
        {
            FollowUp = 12,
            Treatments = [[Drug.Clopidogrel, Drug.AspirinLow, Drug.Metoprolol, Drug.Nitroglycerin], [Drug.AspirinLow, Drug.Carvedilol]],
            Procedures = [Procedure.Ecg, Procedure.Echocardiogram],
        },
        new(new("49436004", "Atrial fibrillation"), (58, 88), 70)
        {
            FollowUp = 12,
            Treatments = [[Drug.Warfarin, Drug.Digoxin]],
            Procedures = [Procedure.Ecg],
        },
        new(new("88805009", "Chronic heart failure"), (60, 90), 60)
        {
            FollowUp = 12,
            Treatments = [[Drug.Furosemide, Drug.Carvedilol, Drug.LisinoprilStrong]],
            Procedures = [Procedure.Echocardiogram],
        },
        new(new("239873007", "Worn knee"), (48, 80), 110)
        {
            CarePlan = PhysicalTherapy,
            Treatments = [[Drug.Naproxen], [Drug.Ibuprofen, Drug.Acetaminophen]],
        },
        new(new("239872002", "Worn hip"), (50, 82), 70)
        {
            CarePlan = PhysicalTherapy,
            Treatments = [[Drug.Naproxen]],
            Procedures = [Procedure.PelvisXray],
        },
        new(new("278860009", "Pain in the lower back for months"), (22, 65), 150)
        {
            CarePlan = PhysicalTherapy,
            Treatments = [[Drug.Ibuprofen], [Drug.Hydrocodone]],
        },
        new(new("82423001", "Pain for months"), (25, 70), 80) { Treatments = [[Drug.Oxycodone], [Drug.Hydrocodone]] },
        new(new("124171000119105", "Migraine that resists treatment"), (14, 40), 50) { Treatments = [[Drug.Naproxen]] },
        new(new("40055000", "Sinusitis for months"), (12, 60), 140),
        new(new("446096008", "Hay fever all year"), (3, 20), 100)
        {
            CarePlan = SelfCare,
            Treatments = [[Drug.Loratadine], [Drug.Fexofenadine]],
            Procedures = [Procedure.AllergyTest, Procedure.Immunotherapy],
        },
        new(new("24079001", "Atopic eczema"), (1, 12), 70) { CarePlan = SelfCare },
        new(new("370143000", "Major depression"), (16, 60), 90)
        {
            Treatments = [[Drug.Sertraline]],
            Procedures = [Procedure.Phq9],
        },
        new(new("80583007", "Panic"), (14, 60), 70) { Procedures = [Procedure.Anxiety] },
        new(new("64859006", "Osteoporosis"), (55, 85), 110) { Only = 'F', Procedures = [Procedure.BoneDensity] },
        new(new("26929004", "Alzheimer's disease"), (68, 92), 90) { Treatments = [[Drug.Galantamine]] },
        new(new("254837009", "Cancer of the breast"), (40, 80), 60)
        {
            Only = 'F',
            FollowUp = 12,
            Treatments = [[Drug.Paclitaxel]],
            Procedures = [Procedure.Mammogram, Procedure.Chemoradiation],
        },
        new(new("126906006", "Tumor of the prostate"), (55, 85), 70) { Only = 'M' },
        new(new("68496003", "Polyp in the colon"), (48, 78), 110)
        {
            Class = EncounterClass.Outpatient,
            Visit = Visits.Procedure,
            Procedures = [Procedure.Colonoscopy],
        },
        new(new("5689008", "Chronic inflammation around teeth"), (25, 70), 90),
    ];
}
