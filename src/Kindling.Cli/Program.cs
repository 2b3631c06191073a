Console.WriteLine("kindling");
