namespace Asan.Synthesize.Catalogue;

/// <summary>Forty weeks, how they may end, and what may keep them from beginning.</summary>
static class Pregnancy
{
    public const int Days = 280;

    /// <summary>In each year between the ages, as many in a thousand women.</summary>
    public const int PerMille = 32;

    public static readonly (int From, int To) Ages = (18, 42);

    public static readonly Code Normal = new("72892002", "Pregnant, all is well");
    public static readonly Code Miscarriage = new("19169002", "Miscarriage in the first three months");
    public static readonly Code Preeclampsia = new("398254007", "Preeclampsia");
    public static readonly Code CarePlan = new("134435003", "Prenatal care");

    public static readonly Procedure[] First = [Procedure.PregnancyTest, Procedure.FetalUltrasound, Procedure.RubellaScreen, Procedure.UrineProtein];
    public static readonly Procedure[] Later = [Procedure.FundalHeight, Procedure.FetalHeart];
    public static readonly Procedure[] Delivery = [Procedure.Labor, Procedure.Childbirth];

    /// <summary>The first one is a code with two ingredients as its targets.</summary>
    public static readonly Drug[] Contraceptives = [Drug.MestranolNorethynodrel, Drug.NorethindronePack, Drug.EtonogestrelImplant, Drug.Medroxyprogesterone];
}
