namespace Asan.Synthesize.Catalogue;

/// <summary>A procedure by its SNOMED code, with its price in cents and how long it takes. Some of them are measurements to OMOP.</summary>
sealed record Procedure(string Value, string Name, int Cents, int Minutes)
{
    public static readonly Procedure MedicationReview = new("430193006", "Going through the medication list", 42_500, 15);
    public static readonly Procedure SocialNeeds = new("710824005", "Assessing health and social care needs", 38_000, 20);
    public static readonly Procedure DepressionScreen = new("171207006", "Screening for depression", 29_500, 10);
    public static readonly Procedure Phq2 = new("454711000124102", "Two questions on mood (PHQ-2)", 26_000, 5);
    public static readonly Procedure Phq9 = new("715252007", "Nine questions on mood (PHQ-9)", 31_000, 10);
    public static readonly Procedure SubstanceUse = new("428211000124100", "Assessing use of substances", 33_500, 10);
    public static readonly Procedure Anxiety = new("710841007", "Assessing anxiety", 30_500, 10);
    public static readonly Procedure AlcoholQuestions = new("763302001", "Questions on drinking (AUDIT-C)", 27_500, 5);
    public static readonly Procedure DrugAbuseScreen = new("713106006", "Screening for drug abuse", 28_000, 10);
    public static readonly Procedure DomesticAbuseScreen = new("866148006", "Screening for abuse at home", 25_500, 5);
    public static readonly Procedure Physical = new("5880005", "Physical examination", 18_000, 20);
    public static readonly Procedure BloodCount = new("104091002", "Automated blood count", 9_800, 5);
    public static readonly Procedure Ecg = new("29303009", "Electrocardiogram", 21_500, 10);
    public static readonly Procedure Echocardiogram = new("40701008", "Ultrasound of the heart", 96_000, 40);
    public static readonly Procedure ChestXray = new("399208008", "X-ray of the chest", 34_000, 15);
    public static readonly Procedure PelvisXray = new("268425006", "X-ray of the pelvis", 36_500, 15);
    public static readonly Procedure Mammogram = new("24623002", "Screening mammogram", 41_000, 30);
    public static readonly Procedure Colonoscopy = new("73761001", "Colonoscopy", 182_000, 45);
    public static readonly Procedure BoneDensity = new("312681000", "Bone density scan", 45_500, 20);
    public static readonly Procedure Spirometry = new("127783003", "Spirometry", 24_000, 20);
    public static readonly Procedure Oximetry = new("252465000", "Pulse oximetry", 6_200, 5);
    public static readonly Procedure ThroatCulture = new("117015009", "Throat culture", 8_700, 10);
    public static readonly Procedure UrineCulture = new("117010004", "Urine culture", 9_100, 10);
    public static readonly Procedure SputumTest = new("269911007", "Examination of sputum", 10_400, 10);
    public static readonly Procedure Injection = new("76601001", "Injection into a muscle", 7_500, 5);
    public static readonly Procedure Suture = new("288086009", "Stitching a wound", 48_500, 35);
    public static readonly Procedure Immobilization = new("274474001", "Immobilizing a bone", 52_000, 45);
    public static readonly Procedure AllergyTest = new("395142003", "Screening test for allergies", 37_500, 30);
    public static readonly Procedure Immunotherapy = new("180256009", "Immunotherapy under the skin", 16_500, 30);
    public static readonly Procedure Appendectomy = new("80146002", "Removal of the appendix", 914_000, 80);
    public static readonly Procedure Stenting = new("415070008", "Opening a coronary artery by catheter", 1_640_000, 95);
    public static readonly Procedure Bypass = new("232717009", "Coronary bypass operation", 4_700_000, 240);
    public static readonly Procedure Dialysis = new("265764009", "Dialysis", 118_000, 210);
    public static readonly Procedure Chemoradiation = new("703423002", "Chemotherapy together with radiation", 860_000, 120);
    public static readonly Procedure LungRehabilitation = new("15081005", "Rehabilitation of the lungs", 22_000, 60);
    public static readonly Procedure PregnancyTest = new("252160004", "Pregnancy test", 3_900, 5);
    public static readonly Procedure FetalUltrasound = new("169230002", "Ultrasound for a living fetus", 28_500, 20);
    public static readonly Procedure FundalHeight = new("274804006", "Measuring the height of the womb", 5_500, 5);
    public static readonly Procedure FetalHeart = new("225158009", "Listening to the heart of the fetus", 5_500, 5);
    public static readonly Procedure Labor = new("237001001", "Helping labor along", 164_000, 180);
    public static readonly Procedure UrineProtein = new("167271000", "Urine test for protein", 4_200, 5);
    public static readonly Procedure RubellaScreen = new("169690007", "Screening for rubella", 7_700, 5);

    /// <summary>Childbirth: OMOP knows the code, but maps it to nothing.</summary>
    public static readonly Procedure Childbirth = new("66348005", "Childbirth", 690_000, 120);
}
